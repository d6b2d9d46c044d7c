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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's forgeries are ones: the Go client {@code whatsmeow} refuses them. */
class WhatsmeowRefusalIT extends Story {
  private Peer theirs;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    theirs = peer(Kind.WHATSMEOW, "Theirs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "intermediate"})
  void aForgedCertificateEndsTheHandshake(String part) {
    sandbox.fault(Fault.once(FaultType.BAD_CERTIFICATE, Map.of("part", part)));

    JsonObject result = theirs.result(theirs.beginConnect());

    assertThat(text(result, "event")).isEqualTo("failed");
    assertThat(text(result, "error")).contains("failed to verify server cert");
    assertThat(theirs.all("qr")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hmac, HMAC", "signature, signature"})
  void aForgedDeviceIdentityIsNotAdopted(String part, String named) {
    theirs.connect();
    JsonObject shown = theirs.await("qr", event -> true);
    sandbox.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", part)));

    sandbox.scan(text(shown, "qr"), "", "Theirs");

    JsonObject refused = theirs.await("pairing-failed", event -> true);
    assertThat(text(refused, "error")).contains(named);
    assertThat(theirs.all("paired")).isEmpty();
    assertThat(sandbox.stats().get("devices")).isOne(); // the phone
  }
}
