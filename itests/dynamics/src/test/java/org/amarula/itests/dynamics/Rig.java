package org.amarula.itests.dynamics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.amarula.itests.harness.EmbeddedFelix;
import org.amarula.itests.harness.Fleet;
import org.amarula.itests.harness.Probe;
import org.amarula.itests.harness.Sandbox;

/** A sandbox, a framework and its accounts, for one test class. */
final class Rig implements AutoCloseable {
  /** What a phone hands over: its chats, the names of its contacts, its messages. */
  private static final int CHUNKS = 3;

  final Path data;
  final Sandbox sandbox;
  final EmbeddedFelix felix;
  final Fleet fleet;

  private Rig(Path data, Sandbox sandbox, EmbeddedFelix felix, int accounts) {
    this.data = data;
    this.sandbox = sandbox;
    this.felix = felix;
    this.fleet = new Fleet(felix, sandbox);
    fleet.pair(accounts);
    // read over HTTPS before anything is replaced, so that it is seen whether that leaves something
    felix
        .journal()
        .until(
            "the history of all accounts is here",
            60,
            () -> felix.journal().from(0, "HistoryReceived").size() >= CHUNKS * accounts);
  }

  static Rig start(String name, int accounts) {
    Path work = Path.of(System.getProperty("amarula.work", "target/work"));
    try {
      Path data = Files.createTempDirectory(Files.createDirectories(work), name);
      return new Rig(data, Sandbox.start(data).withHistory(), EmbeddedFelix.start(data), accounts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until an instance is in a state. */
  void await(String profile, String state) {
    felix
        .journal()
        .until(
            profile + " is " + state,
            60,
            () -> {
              Probe.Instance instance = felix.probe().instances().get(profile);
              return instance != null && instance.state().equals(state);
            });
  }

  /** Runs something beside. */
  static CompletableFuture<String> beside(Supplier<String> task) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    new Thread(() -> answer.complete(task.get()), "test-beside").start();
    return answer;
  }

  @Override
  public void close() {
    felix.close();
    sandbox.close();
  }
}
