package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.SendResult;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

/**
 * Sending, receiving and migrating on the same records at once, in orders of chance (spec/signal.md
 * 10.1). {@code -Dcustody.rounds} lengthens it and {@code -Dcustody.seed} repeats one.
 */
class CustodyRaceTest {
  private static final int ROUNDS = Integer.getInteger("custody.rounds", 300);
  private static final int ROUNDS_PER_PAIR = 100;

  @Test
  void withTheLockEveryMessageIsReadAtOnce() {
    long first = Long.getLong("custody.seed", System.nanoTime());
    int pairs = Math.max(1, ROUNDS / ROUNDS_PER_PAIR);
    System.out.println("custody: seeds from " + first + ", pairs: " + pairs);
    for (long seed = first; seed < first + pairs; seed++) {
      assertThat(problems(seed, true)).as("seed %d", seed).isEmpty();
    }
    System.out.println("custody: " + pairs * ROUNDS_PER_PAIR + " rounds");
  }

  @Test
  void withoutTheLockMessagesAreLost() {
    int damaged = 0;
    for (long seed = 1; seed <= 2; seed++) {
      damaged += problems(seed, false).isEmpty() ? 0 : 1;
    }
    System.out.println("custody without the lock: " + damaged + " of 2 pairs were damaged");
    assertThat(damaged).isPositive();
  }

  /** What went wrong between two contacts. */
  private static List<String> problems(long seed, boolean locked) {
    Random random = new Random(seed);
    ScriptedServer server = new ScriptedServer();
    if (!locked) {
      server.removeLock();
    }
    server.hideLids(true);
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    server.steps().shuffle(random);
    int migration = random.nextInt(ROUNDS_PER_PAIR);
    List<CompletionStage<SendResult>> results = new ArrayList<>();
    List<String> ofAlice = new ArrayList<>();
    List<String> ofBob = new ArrayList<>();
    for (int round = 0; round < ROUNDS_PER_PAIR; round++) {
      if (round == migration) {
        server.hideLids(false); // the next stanzas tell both names
      }
      ofAlice.add("a" + round);
      ofBob.add("b" + round);
      results.add(alice.messenger().send(bob.pn(), new Text("a" + round)));
      results.add(bob.messenger().send(alice.pn(), new Text("b" + round)));
      server.steps().run(random.nextInt(120));
    }
    server.steps().run();
    List<String> problems = new ArrayList<>();
    results.forEach(
        result -> {
          var future = result.toCompletableFuture();
          if (!future.isDone() || future.isCompletedExceptionally()) {
            problems.add("A send failed.");
          }
        });
    check(problems, alice, ofBob);
    check(problems, bob, ofAlice);
    return problems;
  }

  private static void check(List<String> problems, TestDevice reader, List<String> expected) {
    reader
        .events(MessageUnreadable.class)
        .forEach(event -> problems.add("Unreadable: " + event.reason()));
    if (!reader.texts().equals(expected)) {
      problems.add("Read " + reader.texts());
    }
  }
}
