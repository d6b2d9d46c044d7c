package org.amarula.messaging.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.amarula.api.Profile;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at once: arrivals, confirmations, failures, and listeners that come and go. */
@Timeout(120)
class InboxRaceTest {
  private static final int WRITERS = 4;
  private static final int EACH = 1500;

  private final ProfileStorage storage = new MemoryStorage().open(Profile.of("alice"));
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @AfterEach
  void end() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  /** One listener: serial, as a dispatcher is, with failures now and then. */
  private final class Listener {
    private final List<MessageReceived> confirmed = new ArrayList<>(); // guarded by this
    private CompletionStage<Void> tail = CompletableFuture.completedFuture(null); // same
    private int epoch; // guarded by this

    synchronized CompletionStage<Void> give(Supplier<Optional<MessageReceived>> message) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      int born = epoch;
      tail = tail.thenRunAsync(() -> take(born, message, done), workers);
      return done;
    }

    private void take(
        int born, Supplier<Optional<MessageReceived>> message, CompletableFuture<Void> done) {
      synchronized (this) {
        if (born != epoch) {
          return; // its queue was closed
        }
      }
      Optional<MessageReceived> next = message.get();
      if (next.isPresent() && ThreadLocalRandom.current().nextInt(500) == 0) {
        done.completeExceptionally(new IllegalStateException("now and then"));
        return;
      }
      synchronized (this) {
        next.ifPresent(confirmed::add);
      }
      done.complete(null);
    }

    synchronized void leave() {
      epoch++;
    }
  }

  private final Map<String, Listener> listeners = new HashMap<>();
  private final List<String> observed = new ArrayList<>(); // guarded by itself

  private final class Consumers implements InboxConsumers {
    @Override
    public void observe(MessageReceived message) {
      synchronized (observed) {
        observed.add(message.id());
      }
    }

    @Override
    public CompletionStage<Void> give(
        String subscription, Supplier<Optional<MessageReceived>> message) {
      return listeners.get(subscription).give(message);
    }

    @Override
    public void deliver(Event event) {}
  }

  private static Optional<MessageReceived> event(StoredInboxRow row, boolean again) {
    Jid chat = Jid.parse(row.getChat());
    return Optional.of(
        new MessageReceived(
            chat, chat, row.getId(), Instant.EPOCH, false, again, "", new Text("hello")));
  }

  @Test
  void nothingIsLostAndEachChatKeepsItsOrder() throws Exception {
    listeners.put("steady", new Listener());
    listeners.put("restless", new Listener());
    InboxSettings settings =
        new InboxSettings(storage, new Consumers(), workers, timer, Clock.systemUTC());
    StoredInbox inbox = new StoredInbox(settings, InboxRaceTest::event);
    inbox.attach("steady");
    inbox.attach("restless");
    inbox.online(new OwnAddress(Jid.ofPhone("1001"), Jid.of("9001", Jid.LID)));

    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int chat = i;
      writers.add(CompletableFuture.runAsync(() -> write(inbox, chat)));
    }
    Random random = new Random(7);
    for (CompletableFuture<Void> writer : writers) {
      while (!writer.isDone()) {
        inbox.detach("restless"); // first: what is handed over from now on belongs to the next
        listeners.get("restless").leave();
        for (int i = random.nextInt(200_000); i > 0; i--) {
          Thread.onSpinWait();
        }
        inbox.attach("restless");
      }
      writer.get(60, TimeUnit.SECONDS);
    }
    while (storage.count(Tables.INBOX) > 0) {
      Thread.onSpinWait(); // bounded by the test's timeout
    }

    synchronized (observed) {
      assertThat(observed).hasSize(WRITERS * EACH).doesNotHaveDuplicates();
    }
    for (String name : List.of("steady", "restless")) {
      assertComplete(name);
    }
    synchronized (listeners.get("steady")) {
      assertThat(listeners.get("steady").confirmed).hasSize(WRITERS * EACH);
    }
  }

  private void write(StoredInbox inbox, int chat) {
    for (int i = 0; i < EACH; i++) {
      StoredInboxRow row =
          StoredInboxRow.newBuilder()
              .setChat(Jid.ofPhone("1555000" + chat).toString())
              .setId(String.format("%d-%05d", chat, i))
              .build();
      String hash = InboxKeys.ofCiphertext(new byte[] {(byte) chat}, "normal", "", row.getId());
      inbox.append(storage, Batch.builder(), hash, row, List.of()).toCompletableFuture().join();
    }
  }

  // Repetitions may come, flagged; what is confirmed for the first time keeps its chat's order.
  private void assertComplete(String name) {
    Listener listener = listeners.get(name);
    Map<Jid, List<String>> firsts = new HashMap<>();
    Set<String> seen = new HashSet<>();
    synchronized (listener) {
      for (MessageReceived message : listener.confirmed) {
        if (seen.add(message.id())) {
          firsts.computeIfAbsent(message.chat(), chat -> new ArrayList<>()).add(message.id());
        } else {
          assertThat(message.redelivered()).as(message.id()).isTrue();
        }
      }
    }
    assertThat(seen).as(name).hasSize(WRITERS * EACH);
    firsts.forEach((chat, ids) -> assertThat(ids).as(name).isSorted());
  }
}
