package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real exhaustion of memory, in a process of its own: nothing that the server gave is lost. */
class MemoryTest {
  private static final int MESSAGES = 60;

  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  private final List<Process> started = new ArrayList<>();
  @TempDir Path data;
  @TempDir Path others;
  private Path read;

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    sandbox.close();
  }

  @Test
  @Timeout(240)
  void whatCameWhileThereWasNoMemoryIsReadAtLast() throws Exception {
    read = Files.createFile(others.resolve("read"));
    String alice;
    String bob;
    try (Stack stack = new Stack(sandbox, data)) {
      alice = stack.pair("alice").phone();
      bob = stack.pair("bob").phone();
    }
    List<String> sent = new ArrayList<>();
    Process tight = start("-Xmx24m");
    sent.add(sandbox.send(bob, alice, "calm"));
    awaitRead(sent);

    sent.add(sandbox.send(bob, alice, "hoard"));
    for (int i = 0; i < MESSAGES; i++) {
      sent.add(sandbox.send(bob, alice, "number " + i));
      LockSupport.parkNanos(Duration.ofMillis(80).toNanos());
    }
    tight.getOutputStream().close();
    boolean ended = tight.waitFor(20, TimeUnit.SECONDS);
    tight.destroyForcibly().waitFor();

    start("-Xmx256m");
    awaitRead(sent);
    System.out.printf(
        "memory: %d messages while it was exhausted, none lost; the process %s%n",
        MESSAGES, ended ? "ended in good order" : "had to be killed");
  }

  private Process start(String memory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TightMain.class.getName(),
                sandbox.url(),
                sandbox.rootPublicKey(),
                data.toString(),
                read.toString())
            .redirectErrorStream(true)
            .redirectOutput(others.resolve("log-" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private void awaitRead(List<String> sent) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Set<String> ids = Set.copyOf(Files.readAllLines(read));
    while (!ids.containsAll(sent) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      ids = Set.copyOf(Files.readAllLines(read));
    }
    String log = Files.readString(others.resolve("log-" + (started.size() - 1)));
    assertThat(ids).as(log).containsAll(sent);
  }
}
