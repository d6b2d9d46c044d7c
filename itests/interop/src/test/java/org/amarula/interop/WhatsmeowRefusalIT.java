package org.amarula.interop;

import static org.amarula.interop.GoClient.text;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's forgeries are ones: the Go client {@code whatsmeow} refuses them. */
@ExtendWith(Tally.class)
class WhatsmeowRefusalIT {
  private static Path driver;

  private SandboxServer sandbox;
  private GoClient theirs;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    driver = GoBuild.driver();
  }

  @BeforeEach
  void start(TestInfo test) throws IOException {
    sandbox = SandboxServer.start(SandboxOptions.defaults());
    theirs = GoClient.start(driver, test.getTestMethod().orElseThrow().getName());
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

    JsonObject result = theirs.result(theirs.connect(sandbox));

    assertThat(text(result, "event")).isEqualTo("failed");
    assertThat(text(result, "error")).contains("failed to verify server cert");
    assertThat(theirs.events().all()).noneMatch(event -> text(event, "event").equals("qr"));
  }

  @ParameterizedTest
  @CsvSource({"hmac, HMAC", "signature, signature"})
  void aForgedDeviceIdentityIsNotAdopted(String part, String named) {
    theirs.sent(theirs.connect(sandbox));
    JsonObject shown = theirs.await("qr", event -> true);
    sandbox.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", part)));

    sandbox.scan(text(shown, "qr"), "", "Theirs");

    JsonObject refused = theirs.await("pairing-failed", event -> true);
    assertThat(text(refused, "error")).contains(named);
    assertThat(theirs.events().all()).noneMatch(event -> text(event, "event").equals("paired"));
    assertThat(sandbox.stats().get("devices")).isOne(); // the phone
  }
}
