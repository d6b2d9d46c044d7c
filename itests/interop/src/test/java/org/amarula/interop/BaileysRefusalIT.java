package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sandbox's forgeries are ones: the npm client {@code baileys}, with real signature checks in
 * place of its own, refuses them.
 */
class BaileysRefusalIT extends Story {
  private Peer theirs;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    theirs = peer(Kind.BAILEYS, "Theirs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "intermediate"})
  void aForgedCertificateEndsTheHandshake(String part) {
    sandbox.fault(Fault.once(FaultType.BAD_CERTIFICATE, Map.of("part", part)));

    theirs.connect();

    theirs.await("close", event -> true);
    assertThat(theirs.all("qr")).isEmpty();
    assertThat(refusedSignatures()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac", "signature"})
  void aForgedDeviceIdentityIsNotAdopted(String part) {
    theirs.connect();
    JsonObject shown = theirs.await("qr", event -> true);
    sandbox.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", part)));

    sandbox.scan(text(shown, "qr"), "", "Theirs");

    theirs.await("close", event -> true);
    assertThat(theirs.all("paired")).isEmpty();
    assertThat(refusedSignatures()).isEqualTo(part.equals("signature") ? 1 : 0);
    assertThat(sandbox.stats().get("devices")).isOne(); // the phone
  }

  private int refusedSignatures() {
    return Integer.parseInt(theirs.call("signatures").split("/")[1]);
  }
}
