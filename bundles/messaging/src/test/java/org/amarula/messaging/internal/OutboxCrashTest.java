package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.amarula.api.StorageException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;

/**
 * What is killed at each step between the store's batch and the server's acknowledgement: a message
 * that was accepted arrives once, under one id.
 */
class OutboxCrashTest {
  private static final int STEPS = 48;
  private static final int STRIDE = 2;
  private static final int ROUNDS = STEPS / STRIDE;

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private int delivered;
  private int twice;

  // A first message makes the sessions; each seed is an order of the workers' tasks.
  private void meet(long seed) {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
    server.steps().shuffle(new Random(seed));
  }

  private CompletableFuture<SendResult> send(String text) {
    return alice
        .messenger()
        .send(bob.pn(), new Text(text), SendOptions.durable())
        .toCompletableFuture();
  }

  // Until nothing rests any more.
  private void settle() {
    for (int i = 0; i < 3; i++) {
      server.steps().run();
      alice.timer().fire();
    }
    server.steps().run();
  }

  private long received(String text) {
    return bob.texts().stream().filter(text::equals).count();
  }

  /** Does harm after so many steps, for many numbers of steps, and looks at what became of it. */
  private void killAtEachStep(Consumer<TestDevice> harm) {
    for (int steps = 0; steps < STEPS; steps += STRIDE) {
      String text = "killed after " + steps;
      int before = server.messages().size();
      CompletableFuture<SendResult> sent = send(text);
      server.steps().run(steps);
      harm.accept(alice);
      settle();
      assertThat(sent).as(text).isCompleted();
      assertThat(sent.join()).as(text).isInstanceOf(SendResult.Accepted.class);
      check(text, before);
    }
    assertThat(delivered).isEqualTo(ROUNDS);
  }

  private void check(String text, int before) {
    List<String> ids =
        server.messages().stream()
            .skip(before)
            .map(message -> message.requireAttribute("id"))
            .collect(Collectors.toList());
    assertThat(ids).as("ids of what was %s", text).isNotEmpty().containsOnly(ids.get(0));
    assertThat(received(text)).as("receptions of what was %s", text).isOne();
    assertThat(alice.outbox().waiting()).as(text).isZero();
    assertThat(alice.outbox().stored()).as(text).isZero();
    assertThat(alice.storage().count(Tables.OUTBOX)).as(text).isZero();
    delivered++;
    twice += ids.size() > 1 ? 1 : 0;
  }

  @Test
  void senderThatCrashesLosesNothing() {
    meet(11);
    killAtEachStep(TestDevice::crashSenders);
  }

  @Test
  void connectionThatCrashesLosesNothing() {
    meet(12);
    killAtEachStep(TestDevice::restartMessenger);
  }

  @Test
  void streamThatEndsLosesNothing() {
    meet(13);
    killAtEachStep(
        device -> {
          device.messenger().offline();
          server.steps().run();
          device.connect();
        });
  }

  @Test
  void processThatDiesLosesNothingThatWasStored() {
    meet(14);
    int stored = 0;
    for (int steps = 0; steps < STEPS; steps += STRIDE) {
      String text = "killed after " + steps;
      int before = server.messages().size();
      CompletableFuture<SendResult> sent = send(text);
      server.steps().run(steps);
      alice.crash();
      server.steps().run();
      boolean known = alice.storage().count(Tables.OUTBOX) > 0 || received(text) > 0;
      alice.start();
      settle();
      if (known) {
        check(text, before);
        stored++;
      } else {
        assertThat(received(text)).as(text).isZero();
        assertThat(sent).as(text).isCompletedExceptionally();
      }
    }
    assertThat(stored).as("messages that were stored before the crash").isGreaterThan(ROUNDS / 2);
    assertThat(twice).as("messages that were sent again after the crash").isPositive();
  }

  @Test
  void messagesOfADeadProcessComeInOrderBeforeNewOnes() {
    meet(15);
    alice.disconnect();
    for (int i = 0; i < 10; i++) {
      send("old " + i);
    }
    server.steps().run();
    alice.crash();
    alice.start();
    send("new");
    settle();

    assertThat(bob.texts())
        .containsExactly(
            "hello", "old 0", "old 1", "old 2", "old 3", "old 4", "old 5", "old 6", "old 7",
            "old 8", "old 9", "new");
  }

  @Test
  void batchThatFailsAtAnyPlaceLosesAndDoublesNothing() {
    meet(16);
    int refused = 0;
    for (int commit = 1; commit <= 8; commit++) {
      String text = "commit " + commit;
      int before = server.messages().size();
      alice.storage().failCommit(commit);
      CompletableFuture<SendResult> sent = send(text);
      settle();
      if (sent.isCompletedExceptionally()) {
        assertThatThrownBy(sent::join).hasCauseInstanceOf(StorageException.class);
        assertThat(received(text)).isZero();
        refused++;
      } else {
        assertThat(sent.join()).isInstanceOf(SendResult.Accepted.class);
        check(text, before);
      }
      alice.storage().failCommit(0);
    }
    assertThat(refused).as("messages whose own batch failed").isOne();
  }
}
