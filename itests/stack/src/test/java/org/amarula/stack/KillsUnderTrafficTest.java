package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.AmarulaException;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Children are killed at random while two accounts write to each other: what the server accepted
 * arrives, every repetition is flagged, and no other exception than a typed one reaches a sender.
 */
class KillsUnderTrafficTest {
  private static final int MESSAGES = Integer.getInteger("kills.messages", 60);
  private static final int MIN_KILLS = 15;
  private static final Role[] VICTIMS = {
    Role.REGISTRY,
    Role.TABLE_OWNER,
    Role.CUSTODIAN_SUPERVISOR,
    Role.CONNECTION,
    Role.SENDER_SUPERVISOR
  };

  @TempDir Path data;

  @Test
  @Timeout(300)
  void whatTheServerAcceptedArrives() throws Exception {
    long seed = Long.getLong("kills.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, String> patient = Map.of("restart.max", "1000", "backoff.max.seconds", "1");
    try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
        Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice", patient);
      Account bob = stack.pair("bob", patient);
      Traffic toBob = new Traffic(alice, bob);
      Traffic toAlice = new Traffic(bob, alice);
      Thread one = new Thread(toBob, "traffic-1");
      Thread two = new Thread(toAlice, "traffic-2");
      one.start();
      two.start();

      int kills = 0;
      while (one.isAlive() || two.isAlive()) {
        toBob.enough = toAlice.enough = kills >= MIN_KILLS;
        Account victim = random.nextBoolean() ? alice : bob;
        victim.supervisor().kill(VICTIMS[random.nextInt(VICTIMS.length)]);
        kills++;
        (one.isAlive() ? one : two).join(20 + random.nextInt(120));
      }

      System.out.printf(
          "kills under traffic: seed %d, %d kills, %d + %d accepted, %d typed failures%n",
          seed,
          kills,
          toBob.accepted.size(),
          toAlice.accepted.size(),
          toBob.failures.get() + toAlice.failures.get());
      assertThat(kills).as("kills, seed %d", seed).isGreaterThanOrEqualTo(MIN_KILLS);
      toBob.check(seed);
      toAlice.check(seed);
    }
  }

  /** One direction: sends until enough were accepted and enough children were killed. */
  private static final class Traffic implements Runnable {
    private final Account from;
    private final Account to;
    private final List<String> accepted = new ArrayList<>(); // read after the thread's end
    private final AtomicInteger failures = new AtomicInteger();
    private final List<Throwable> untyped = new ArrayList<>();
    private volatile boolean enough;

    Traffic(Account from, Account to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void run() {
      for (int i = 0; !done() && i < 1000 * MESSAGES; i++) {
        try {
          SendResult result =
              from.connection()
                  .send(Jid.ofPhone(to.phone()), new Text("number " + i))
                  .toCompletableFuture()
                  .orTimeout(60, TimeUnit.SECONDS)
                  .join();
          if (result instanceof SendResult.Accepted) {
            accepted.add(result.id());
          }
        } catch (AmarulaException e) {
          failed(e);
        } catch (CompletionException e) {
          failed(e.getCause());
        }
      }
    }

    private boolean done() {
      return enough && accepted.size() >= MESSAGES;
    }

    private void failed(Throwable failure) {
      failures.incrementAndGet();
      if (!(failure instanceof AmarulaException)) {
        untyped.add(failure);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    void check(long seed) {
      assertThat(untyped).as("untyped failures, seed %d", seed).isEmpty();
      assertThat(accepted).as("accepted, seed %d", seed).hasSizeGreaterThanOrEqualTo(MESSAGES);
      for (String id : accepted) {
        if (!received().contains(id)) {
          to.events().await(MessageReceived.class, message -> message.id().equals(id));
        }
      }
      Set<String> seen = new HashSet<>();
      for (var event : to.events().all()) {
        if (event instanceof MessageReceived message && !seen.add(message.id())) {
          assertThat(message.redelivered()).as("%s, seed %d", message.id(), seed).isTrue();
        }
      }
    }

    private Set<String> received() {
      Set<String> ids = new HashSet<>();
      for (var event : to.events().all()) {
        if (event instanceof MessageReceived message) {
          ids.add(message.id());
        }
      }
      return ids;
    }
  }
}
