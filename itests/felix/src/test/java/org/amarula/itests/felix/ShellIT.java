package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellIT {
  @TempDir Path data;

  @Test
  void accountsSurviveARestartWithoutPairingAgain() throws Exception {
    try (SandboxProcess sandbox = SandboxProcess.start()) {
      String alice;
      String bob;
      try (AmarulaProcess shell = shell()) {
        alice = pair(shell, sandbox, "alice");
        bob = pair(shell, sandbox, "bob");
        shell.type("send alice " + bob + " 'before the restart'");
        shell.type("read bob --wait 1 --json");
        assertThat(shell.await("before the restart")).contains("\"fromMe\":false");
        shell.type("sessions alice --json");
        assertThat(shell.await("\"awaiting\"")).contains("\"damaged\":0");
        shell.type("lids alice --full --json");
        shell.await(bob + "@s.whatsapp.net");
        shell.type("prekeys alice --json");
        assertThat(shell.await("\"atServer\"")).contains("\"signedConfirmed\":true");
        shell.type("retries alice --json");
        assertThat(shell.await("\"capacity\"")).contains("\"cached\":1");
        assertThat(shell.finish()).isZero();
      }

      try (AmarulaProcess shell = shell()) {
        shell.type("start alice " + sandbox.settings());
        shell.type("start bob " + sandbox.settings());
        shell.type("wait alice online");
        shell.type("wait bob online");
        shell.type("send bob " + alice + " 'after the restart'");
        shell.type("read alice --wait 1 --json");
        assertThat(shell.await("after the restart")).contains("\"kind\":\"text\"");
        shell.type("events alice --json");
        assertThat(shell.finish()).isZero();
        assertThat(shell.printed()).doesNotContain("\"qr\"", "\"pairing\"");
        assertThat(shell.complaints()).isEmpty();
      }
      assertThat(sandbox.received(bob)).contains("before the restart");
    }
  }

  @Test
  void accountIsPairedByPhoneNumber() {
    try (AmarulaProcess shell = shell()) {
      shell.type("sandbox-start");
      String listening = shell.await("\"event\":\"listening\"");
      shell.type(
          "start alice url="
              + SandboxProcess.field(listening, "url")
              + " root.public.key="
              + SandboxProcess.field(listening, "rootPublicKey"));
      shell.type("pair-code alice 15551230001 --json");
      String code = SandboxProcess.field(shell.await("\"pairing-code\""), "code");
      shell.type("sandbox-link-code 15551230001 " + code);
      shell.type("wait alice online --timeout 30 --json");
      shell.await("\"state\":\"online\"");
      shell.type("info alice --json");
      assertThat(shell.await("\"address\"")).contains("15551230001:");

      assertThat(shell.finish()).isZero();
      assertThat(shell.complaints()).isEmpty();
    }
  }

  @Test
  void failedLineSetsTheStatusAndTheRestStillRuns() {
    try (AmarulaProcess shell = shell()) {
      shell.type("# a comment");
      shell.type("");
      shell.type("nosuch");
      shell.type("profiles --json");
      shell.type("list");

      assertThat(shell.finish()).isEqualTo(1);
      assertThat(shell.printed()).contains("PROFILE");
      assertThat(shell.complaints())
          .isEqualTo("error: command-not-found: Command not found: nosuch");
    }
  }

  @Test
  void failFastEndsAtTheFirstFailure() {
    try (AmarulaProcess shell =
        AmarulaProcess.start("shell", "--fail-fast", "--data", data.toString())) {
      shell.type("nosuch");

      assertThat(shell.finish()).isEqualTo(1);
      assertThat(shell.printed()).isEmpty();
    }
  }

  @Test
  void backgroundLineHoldsUpNothing() {
    try (SandboxProcess sandbox = SandboxProcess.start();
        AmarulaProcess shell = shell()) {
      shell.type("start alice " + sandbox.settings());
      shell.type("wait alice pairing --timeout 30");
      shell.type("pair alice --follow --json &");
      shell.await("\"event\":\"qr\"");
      shell.type("list --json");
      shell.await("\"profile\":\"alice\"");

      assertThat(shell.finish()).isZero();
      assertThat(shell.complaints()).isEmpty();
    }
  }

  @Test
  void secondProcessIsKeptOutOfTheDirectory() {
    try (AmarulaProcess first = shell()) {
      first.type("list");
      first.await("PROFILE");
      try (AmarulaProcess second = shell()) {
        assertThat(second.finish()).isEqualTo(1);
        assertThat(second.complaints()).startsWith("error: data-in-use: ");
      }
      assertThat(first.finish()).isZero();
    }
  }

  @Test
  void wrongArgumentShowsTheUsage() {
    try (AmarulaProcess process = AmarulaProcess.start("--nonsense")) {
      assertThat(process.finish()).isEqualTo(2);
      assertThat(process.printed()).isEmpty();
      assertThat(process.complaints()).contains("--nonsense", "usage: ");
    }
  }

  @Test
  void killedShellStopsInOrder() throws Exception {
    try (AmarulaProcess shell = shell()) {
      shell.type("list");
      shell.await("PROFILE");

      shell.terminate();

      assertThat(shell.complaints()).isEmpty();
    }
    try (AmarulaProcess again = shell()) {
      assertThat(again.finish()).isZero();
    }
  }

  private AmarulaProcess shell() {
    return AmarulaProcess.start("shell", "--data", data.toString());
  }

  // Answers the account's phone number.
  static String pair(AmarulaProcess shell, SandboxProcess sandbox, String profile)
      throws Exception {
    shell.type("start " + profile + " " + sandbox.settings());
    shell.type("wait " + profile + " pairing --timeout 30");
    shell.type("pair " + profile + " --json");
    String phone = sandbox.scan(SandboxProcess.field(shell.await("\"qr\""), "qr"));
    shell.type("wait " + profile + " online --timeout 30 --json");
    shell.await("\"state\":\"online\"");
    return phone;
  }
}
