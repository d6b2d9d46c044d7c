package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer's component that asks for the condition of an account, in plain Felix. */
class ConditionIT {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path data;

  @Test
  void componentWithTheConditionLivesWhileTheAccountIsOnline() throws Exception {
    try (SandboxProcess sandbox = SandboxProcess.start();
        AmarulaProcess shell = AmarulaProcess.start("shell", "--data", data.toString())) {
      shell.type("install file:" + System.getProperty("consumer.jar"));
      String installed = shell.await("Bundle ID: ");
      shell.type("felix:start " + installed.substring(installed.lastIndexOf(' ') + 1));
      shell.type("start heidi " + sandbox.settings());
      shell.type("wait heidi pairing --timeout 30");
      assertThat(greets(shell)).isFalse();
      shell.type("pair heidi --json");
      sandbox.scan(SandboxProcess.field(shell.await("\"qr\""), "qr"));
      shell.type("wait heidi online --timeout 30");

      awaitGreeting(shell, true);
      shell.type("disconnect heidi");
      awaitGreeting(shell, false);
      shell.type("connect heidi");
      awaitGreeting(shell, true);
      shell.type("kill heidi connection");
      shell.type("wait heidi online --timeout 30");
      awaitGreeting(shell, true);
      shell.finish();
    }
  }

  // The condition follows the state a moment later.
  private static void awaitGreeting(AmarulaProcess shell, boolean wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (greets(shell) != wanted) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("The command is " + (wanted ? "not there" : "still there"));
      }
      shell.type("events heidi --json");
    }
  }

  private static boolean greets(AmarulaProcess shell) {
    shell.type("consumer:greet");
    shell.type("profiles");
    boolean greeted = shell.await(ConditionIT::isAnswer).contains("Heidi is online");
    if (greeted) {
      shell.await("heidi (running)");
    }
    return greeted;
  }

  private static boolean isAnswer(String line) {
    return line.contains("Heidi is online") || line.contains("heidi (running)");
  }
}
