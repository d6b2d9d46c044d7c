package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.codec.Node;
import org.amarula.sandbox.tape.ReplayResult;
import org.amarula.sandbox.tape.Tape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayTest {
  private static final String ALICE = "15551230001";
  @TempDir Path work;
  private SandboxServer second;
  private Companion alice;
  private Tape tape;

  /** A session in which a message comes in and is read, and a question is asked. */
  @BeforeEach
  void record() throws Exception {
    Path file = work.resolve("session.tape");
    try (SandboxServer first = SandboxServer.start(SandboxOptions.defaults().withTape(file))) {
      alice = new Companion(first);
      alice.pair(ALICE);
      alice.login();
      alice.upload(5);
      alice.activate();
      first.send("15551230002", ALICE, "recorded");
      alice.receipt(alice.connection.expect("message"));
      alice.ask("get", "w:p", Node.of("ping"));
      alice.close();
    }
    tape = Tape.read(file, ALICE + ":1");
    second = SandboxServer.start(SandboxOptions.defaults());
  }

  @AfterEach
  void stop() {
    alice.close();
    second.close();
  }

  /** The same client on another server: it keeps its keys and makes new ids. */
  private CompletableFuture<ReplayResult> begin(Duration patience) throws Exception {
    CompletableFuture<ReplayResult> replay =
        second.replay(tape, false, patience).toCompletableFuture();
    alice.connection =
        RawConnection.open(
            second, alice.noise, alice.prologue, alice.loginPayload().build().toByteArray());
    alice.connection.expect("success");
    return replay;
  }

  @Test
  void clientOfThenReadsWhatItReadThen() throws Exception {
    CompletableFuture<ReplayResult> replay = begin(Duration.ofSeconds(20));
    Node keys = alice.keys(5, alice.signature());
    alice.preKeys.keySet().removeIf(id -> id > 5); // those of then stay
    assertThat(alice.ask(keys).attribute("type")).contains("result");
    alice.activate();
    Node message = alice.connection.expect("message");
    assertThat(new SignalDevice(alice).read(message).getConversation()).isEqualTo("recorded");
    alice.receipt(message);
    Node answer = alice.ask("get", "w:p", Node.of("ping"));
    assertThat(answer.attribute("type")).contains("result");
    ReplayResult result = replay.get(20, TimeUnit.SECONDS);
    assertThat(result.same()).as(result.toString()).isTrue();
    assertThat(result.matched()).isEqualTo(4);
  }

  @Test
  void clientThatDoesSomethingElseIsTold() throws Exception {
    CompletableFuture<ReplayResult> replay = begin(Duration.ofMillis(100));
    alice.connection.send(alice.iq("get", "privacy", Node.of("privacy")));
    alice.connection.expect("message"); // the server goes on without the client
    ReplayResult result = replay.get(20, TimeUnit.SECONDS);
    assertThat(result.same()).isFalse();
    assertThat(result.unexpected()).containsExactly("iq get privacy / privacy");
    assertThat(result.missing()).contains("iq set passive / active", "receipt");
  }

  @Test
  void fileWithoutTheClientIsNoTapeOfIt() throws Exception {
    Path file = Files.writeString(work.resolve("none"), "");
    assertThatThrownBy(() -> Tape.read(file, ALICE + ":1")).hasMessageContaining("no session");
    Files.writeString(file, "nonsense\n");
    assertThatThrownBy(() -> Tape.read(file, ALICE + ":1")).hasMessageContaining("no tape");
  }
}
