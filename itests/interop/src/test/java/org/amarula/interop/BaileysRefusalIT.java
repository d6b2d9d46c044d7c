package org.amarula.interop;

import static org.amarula.interop.BaileysClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sandbox's forgeries are ones: the npm client {@code baileys}, with real signature checks in
 * place of its own, refuses them.
 */
@ExtendWith(Tally.class)
class BaileysRefusalIT {
  private static Path home;

  private SandboxServer sandbox;
  private BaileysClient theirs;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    home = Npm.install();
  }

  @BeforeEach
  void start(TestInfo test) throws IOException {
    sandbox = SandboxServer.start(SandboxOptions.defaults());
    theirs = BaileysClient.start(home, test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void closeAll() {
    if (theirs != null) {
      theirs.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "intermediate"})
  void aForgedCertificateEndsTheHandshake(String part) {
    sandbox.fault(Fault.once(FaultType.BAD_CERTIFICATE, Map.of("part", part)));

    theirs.connect(sandbox, "Theirs");

    theirs.await("state", event -> text(event, "state").equals("close"));
    assertThat(theirs.events().all()).noneMatch(event -> text(event, "event").equals("qr"));
    assertThat(refusedSignatures()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac", "signature"})
  void aForgedDeviceIdentityIsNotAdopted(String part) {
    theirs.connect(sandbox, "Theirs");
    JsonObject shown = theirs.await("qr", event -> true);
    sandbox.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", part)));

    sandbox.scan(text(shown, "qr"), "", "Theirs");

    theirs.await("state", event -> text(event, "state").equals("close"));
    assertThat(theirs.events().all()).noneMatch(event -> text(event, "event").equals("paired"));
    assertThat(refusedSignatures()).isEqualTo(part.equals("signature") ? 1 : 0);
    assertThat(sandbox.stats().get("devices")).isOne(); // the phone
  }

  private int refusedSignatures() {
    theirs.tell(Map.of("do", "signatures"));
    return theirs.await("signatures", event -> true).get("refused").getAsInt();
  }
}
