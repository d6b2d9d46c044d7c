package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SandboxIT {
  @Test
  void firstLineTellsWhereAndTheEndOfInputEndsIt() {
    try (SandboxProcess sandbox = SandboxProcess.start("--port", "0")) {
      assertThat(sandbox.listening())
          .startsWith("{")
          .contains("\"event\":\"listening\"", "\"url\":\"ws://127.0.0.1:", "\"rootPublicKey\":\"");

      assertThat(sandbox.process().finish()).isZero();
      assertThat(sandbox.process().printed()).isEqualTo(sandbox.listening());
    }
  }

  @Test
  void tlsServerTellsItsCertificate() {
    try (SandboxProcess sandbox = SandboxProcess.start("--tls")) {
      assertThat(sandbox.url()).startsWith("wss://127.0.0.1:");
      assertThat(SandboxProcess.field(sandbox.listening(), "chatCertificate")).endsWith(".pem");
    }
  }
}
