package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a user does wrong ends in a named failure, never in a stack trace. */
class BadInputIT {
  @TempDir Path data;

  @Test
  void misuseIsOneLineWithItsNameAndTheCulprit() {
    String[] complaints =
        complaints(
            "start alice no.such.key=1",
            "start alice restart.max=often",
            "start 'no spaces, please'",
            "send nobody 27820000001 hello",
            "send",
            "nosuch");

    assertThat(complaints).hasSize(6);
    assertThat(complaints[0]).contains("invalid-settings", "no.such.key");
    assertThat(complaints[1]).contains("invalid-settings", "restart.max", "often", "whole number");
    assertThat(complaints[2]).contains("invalid-settings", "no spaces, please");
    assertThat(complaints[3]).contains("nobody");
    assertThat(complaints[4]).contains("usage", "send PROFILE TO TEXT");
    assertThat(complaints[5]).contains("command-not-found", "nosuch");
  }

  @Test
  void failureIsAJsonLineForPrograms() {
    try (AmarulaProcess shell = AmarulaProcess.start("shell", "--data", data.toString())) {
      shell.type("start alice no.such.key=1 --json");

      assertThat(shell.finish()).isEqualTo(1);
      assertThat(shell.printed())
          .startsWith("{\"error\":\"invalid-settings\",\"message\":\"")
          .contains("no.such.key");
    }
  }

  @Test
  void unreachableServerIsAStateWithItsReason() throws Exception {
    int port = freePort();

    String complaint =
        complaint(
            "start alice backoff.initial.millis=300000 url=ws://127.0.0.1:" + port + "/ws/chat",
            "wait alice disconnected",
            "wait alice online --timeout 1");

    assertThat(complaint).contains("network-lost: ", "disconnected, not online");
  }

  @Test
  void silentServerIsAStateWithItsReason() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String complaint =
          complaint(
              "start alice connect.timeout.seconds=1 url=ws://127.0.0.1:"
                  + silent.getLocalPort()
                  + "/ws/chat",
              "wait alice online --timeout 4");

      assertThat(complaint).contains("not online");
    }
  }

  @Test
  void wrongRootKeyIsAStateWithItsReason() {
    try (SandboxProcess sandbox = SandboxProcess.start()) {
      String complaint =
          complaint(
              "start alice url=" + sandbox.url(),
              "wait alice disconnected",
              "wait alice online --timeout 1");

      assertThat(complaint).contains("certificate-refused: ", "not online");
    }
  }

  // Runs the lines, of which only the last fails, and answers what it complained about.
  private String complaint(String... lines) {
    String[] complaints = complaints(lines);
    assertThat(complaints).hasSize(1);
    return complaints[0];
  }

  private String[] complaints(String... lines) {
    try (AmarulaProcess shell = AmarulaProcess.start("shell", "--data", data.toString())) {
      for (String line : lines) {
        shell.type(line);
      }
      assertThat(shell.finish()).isEqualTo(1);
      assertThat(shell.printed()).doesNotContain("\tat ", "Exception");
      String[] complaints = shell.complaints().split("\n");
      assertThat(complaints).allMatch(each -> each.startsWith("error: "));
      return complaints;
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
