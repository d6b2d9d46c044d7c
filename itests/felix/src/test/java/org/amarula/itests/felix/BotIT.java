package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example bot as a bundle among the bundles of the launcher, in plain Felix. */
class BotIT {
  @TempDir Path data;

  @Test
  void theBundleAnswersForItsAccount() throws Exception {
    try (SandboxProcess sandbox = SandboxProcess.start();
        AmarulaProcess shell = AmarulaProcess.start("shell", "--data", data.toString())) {
      shell.type("install file:" + System.getProperty("bot.jar"));
      String installed = shell.await("Bundle ID: ");
      shell.type("felix:start " + installed.substring(installed.lastIndexOf(' ') + 1));
      String bot = ShellIT.pair(shell, sandbox, "bot");
      ShellIT.pair(shell, sandbox, "alice");

      shell.type("send alice " + bot + " 'echo out of the bundle'");
      shell.type("read alice --wait 1 --json");

      assertThat(shell.await(line -> line.contains("\"fromMe\":false")))
          .contains("\"text\":\"out of the bundle\"");
      assertThat(shell.finish()).isZero();
      assertThat(shell.complaints()).isEmpty();
    }
  }
}
