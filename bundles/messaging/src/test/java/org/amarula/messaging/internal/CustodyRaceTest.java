package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sending, receiving and migrating on the same records at once, in orders of chance (spec/signal.md
 * 10.1): sessions, and the sender keys of a group. {@code -Dcustody.rounds} lengthens it and {@code
 * -Dcustody.seed} says from which seed; 0 is one of the moment.
 */
class CustodyRaceTest {
  private static final int ROUNDS = Integer.getInteger("custody.rounds", 300);
  private static final int ROUNDS_PER_PAIR = 100;
  private static final int PAIRS_TO_DAMAGE = 10;
  private static final long FIRST = 1;

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void withTheLockEveryMessageIsReadAtOnce() {
    long given = Long.getLong("custody.seed", FIRST); // 0: one of the moment
    long first = given == 0 ? System.nanoTime() >>> 8 : given;
    int pairs = Math.max(1, ROUNDS / ROUNDS_PER_PAIR);
    System.out.println("custody: seeds from " + first + ", pairs: " + pairs);
    for (long seed = first; seed < first + pairs; seed++) {
      assertThat(problems(seed, true)).as("seed %d", seed).isEmpty();
    }
    System.out.println("custody: " + pairs * ROUNDS_PER_PAIR + " rounds");
  }

  @Test
  void withoutTheLockMessagesAreLost() {
    int pair = 1;
    while (pair <= PAIRS_TO_DAMAGE && problems(pair, false).isEmpty()) {
      pair++;
    }
    System.out.println("custody without the lock: pair " + pair + " was damaged");
    assertThat(pair).isLessThanOrEqualTo(PAIRS_TO_DAMAGE);
  }

  /** What went wrong between two contacts, who write to each other and to a group of both. */
  private static List<String> problems(long seed, boolean locked) {
    Random random = new Random(seed);
    ScriptedServer server = new ScriptedServer();
    if (!locked) {
      server.removeLock();
    }
    server.hideLids(true);
    server.groups().hideAliases(true);
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    Jid group = server.groups().create(alice, bob);
    server.groups().nameByLid(group, false);
    server.steps().shuffle(random);
    int migration = random.nextInt(ROUNDS_PER_PAIR);
    List<CompletionStage<SendResult>> results = new ArrayList<>();
    for (int round = 0; round < ROUNDS_PER_PAIR; round++) {
      if (round == migration) {
        server.hideLids(false); // the next stanzas tell both names
        server.groups().hideAliases(false);
      }
      results.add(alice.messenger().send(bob.pn(), new Text("direct " + round)));
      results.add(bob.messenger().send(alice.pn(), new Text("direct " + round)));
      results.add(alice.messenger().send(group, new Text("group " + round)));
      results.add(bob.messenger().send(group, new Text("group " + round)));
      server.steps().run(random.nextInt(200));
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
    for (TestDevice reader : List.of(alice, bob)) {
      reader
          .events(MessageUnreadable.class)
          .forEach(event -> problems.add("Unreadable: " + event.reason()));
      check(problems, reader, "direct");
      check(problems, reader, "group");
    }
    return problems;
  }

  private static void check(List<String> problems, TestDevice reader, String chat) {
    List<String> expected =
        IntStream.range(0, ROUNDS_PER_PAIR).mapToObj(round -> chat + " " + round).toList();
    List<String> read = reader.texts().stream().filter(text -> text.startsWith(chat)).toList();
    if (!read.equals(expected)) {
      problems.add("Read " + read);
    }
  }
}
