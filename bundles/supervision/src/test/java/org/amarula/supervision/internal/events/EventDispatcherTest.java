package org.amarula.supervision.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.EventsMissed;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.supervision.internal.FakeInbox;
import org.amarula.supervision.internal.ManualTimer;
import org.amarula.supervision.internal.callback.AccountCallbacks;
import org.amarula.supervision.internal.callback.CallbackPool;
import org.amarula.supervision.internal.callback.CallbackSettings;
import org.amarula.supervision.internal.callback.Hold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** User code of every kind on real threads, with time that moves when told to. */
@Timeout(60)
class EventDispatcherTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ManualTimer time = new ManualTimer();
  private final Listeners listeners = new Listeners();
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Event> published = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Hold> holds = new LinkedBlockingQueue<>();
  private CallbackPool threads;
  private AccountCallbacks callbacks;
  private EventDispatcher dispatcher;
  private FakeInbox inbox;

  @BeforeEach
  void open() {
    threads =
        new CallbackPool(new CallbackSettings(4, LIMIT, 16), time, Runnable::run, time.clock());
    callbacks = new AccountCallbacks(threads, holds::add);
    dispatcher =
        new EventDispatcher(
            Profile.of("alice"), listeners, () -> (Connection) null, published::add, callbacks);
    inbox = new FakeInbox(dispatcher);
    dispatcher.open(inbox);
  }

  @AfterEach
  void end() {
    release.countDown();
    dispatcher.close();
    callbacks.close();
    threads.close();
  }

  /** A listener that keeps what it is told. */
  private static final class Told implements ConnectionListener {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<Void> onEvent(Connection connection, Event event) {
      events.add(event);
      return CompletableFuture.completedFuture(null);
    }

    Event next() throws InterruptedException {
      Event event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("the next event").isNotNull();
      return event;
    }
  }

  private CompletionStage<Void> blocked() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return CompletableFuture.completedFuture(null);
  }

  private static Event event(int number) {
    return new StanzaRejected("x", String.valueOf(number), "a test");
  }

  private static MessageReceived message(String text) {
    Jid bob = Jid.ofPhone("15550002");
    return new MessageReceived(bob, bob, "A", Instant.EPOCH, false, false, "", new Text(text));
  }

  @Test
  void eightBlockedListenersDelayNobodyElse() throws Exception {
    CountDownLatch begun = new CountDownLatch(4);
    for (int i = 0; i < 8; i++) {
      listeners.add(
          (connection, event) -> {
            begun.countDown();
            return blocked();
          },
          "alice");
    }
    Told other = new Told();
    listeners.add(other, "*");
    dispatcher.deliver(event(1));
    begun.await();

    assertThat(nextAsTimePasses(other)).isEqualTo(event(1));
    dispatcher.deliver(event(2));
    assertThat(nextAsTimePasses(other)).isEqualTo(event(2));
    assertThat(callbacks.heldCallbacks()).isNotEmpty();
    assertThat(callbacks.heldCallbacks().get(0).listener()).contains("EventDispatcherTest");
    assertThat(callbacks.heldCallbacks().get(0).thread()).startsWith("amarula-callback-");
  }

  // Each round holds the calls that began since; the test's timeout bounds it.
  private Event nextAsTimePasses(Told listener) throws InterruptedException {
    Event event = null;
    while (event == null) {
      time.advance(LIMIT.plusSeconds(2));
      event = listener.events.poll(50, TimeUnit.MILLISECONDS);
    }
    return event;
  }

  @Test
  void aHeldListenerMissesEventsAndIsToldHowMany() throws Exception {
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    listeners.add(
        (connection, event) -> {
          told.add(event);
          if (event.equals(event(1))) {
            begun.countDown();
            return blocked();
          }
          return null;
        },
        "alice");
    dispatcher.deliver(event(1));
    begun.await();
    dispatcher.deliver(event(2));
    time.advance(LIMIT.plusSeconds(2));
    assertThat(holds.poll(20, TimeUnit.SECONDS)).isNotNull();
    dispatcher.deliver(event(3));
    assertThat(dispatcher.drained().toCompletableFuture())
        .as("nobody waits for a listener that is held")
        .succeedsWithin(Duration.ofSeconds(20));

    release.countDown();

    assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(event(1));
    EventsMissed missed = (EventsMissed) told.poll(20, TimeUnit.SECONDS);
    assertThat(missed.count()).isEqualTo(2);
    assertThat(missed.reason()).isEqualTo("held");
    dispatcher.deliver(event(4));
    assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(event(4));
    assertThat(callbacks.heldCallbacks()).isEmpty();
  }

  @Test
  void nobodyWaitsForAListenerThatGoesAway() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ConnectionListener going =
        (connection, event) -> {
          begun.countDown();
          return blocked();
        };
    listeners.add(going, "alice");
    dispatcher.deliver(event(1));
    begun.await();
    CompletionStage<Void> drained = dispatcher.drained();
    assertThat(drained.toCompletableFuture()).isNotDone();

    listeners.remove(going);

    assertThat(drained.toCompletableFuture()).isCompleted();
  }

  @Test
  void aHeldDurableListenerKeepsItsMessagesAndItsLateAnswerCounts() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    listeners.add(
        (connection, event) -> {
          told.add(((Text) ((MessageReceived) event).content()).text());
          begun.countDown();
          return blocked();
        },
        "alice",
        "slow");
    CompletableFuture<Void> one = inbox.give("slow", message("one"));
    begun.await();
    CompletableFuture<Void> two = inbox.give("slow", message("two"));
    time.advance(LIMIT.plusSeconds(2));
    assertThat(holds.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(one).isNotDone();

    release.countDown();

    one.get(20, TimeUnit.SECONDS);
    two.get(20, TimeUnit.SECONDS);
    assertThat(told).containsExactly("one", "two");
  }

  @Test
  void aThrowingListenerFailsItsMessageOnly() throws Exception {
    listeners.add(
        (connection, event) -> {
          throw new IllegalStateException("a bug");
        },
        "alice",
        "throws");
    listeners.add(
        (connection, event) -> {
          throw new StackOverflowError();
        },
        "alice",
        "overflows");
    listeners.add((connection, event) -> null, "alice", "nulls");
    listeners.add(
        (connection, event) -> CompletableFuture.failedFuture(new IllegalStateException("not now")),
        "alice",
        "fails");
    Told other = new Told();
    listeners.add(other, "alice", "well");

    for (String name : List.of("throws", "overflows", "nulls", "fails")) {
      CompletableFuture<Void> given = inbox.give(name, message("one"));
      assertThatThrownBy(() -> given.get(20, TimeUnit.SECONDS)).as(name).isNotNull();
    }
    inbox.give("well", message("one")).get(20, TimeUnit.SECONDS);
    assertThat(other.next()).isEqualTo(message("one"));
  }

  @Test
  void aListenerThatIsSlowerThanItsEventsMissesTheNewest() throws Exception {
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    listeners.add(
        (connection, event) -> {
          told.add(event);
          begun.countDown();
          return blocked();
        },
        "alice");
    dispatcher.deliver(event(0));
    begun.await();
    for (int i = 1; i <= 1200; i++) {
      dispatcher.deliver(event(i));
    }
    release.countDown();

    for (int i = 0; i <= 1000; i++) {
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(event(i));
    }
    EventsMissed missed = (EventsMissed) told.poll(20, TimeUnit.SECONDS);
    assertThat(missed.count()).isEqualTo(200);
    assertThat(missed.reason()).isEqualTo("queue-full");
  }

  @Test
  void aListenerMayFloodAndReenter() throws Exception {
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    listeners.add(
        (connection, event) -> {
          told.add(event);
          if (event.equals(event(1))) {
            for (int i = 2; i <= 300; i++) {
              dispatcher.deliver(event(i)); // inside of its own call
            }
          }
          return CompletableFuture.completedFuture(null);
        },
        "alice");
    dispatcher.deliver(event(1));

    for (int i = 1; i <= 300; i++) {
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(event(i));
    }
  }

  @Test
  void theNextMessageWaitsForTheStageOfTheOneBefore() throws Exception {
    BlockingQueue<CompletableFuture<Void>> stages = new LinkedBlockingQueue<>();
    listeners.add(
        (connection, event) -> {
          CompletableFuture<Void> stage = new CompletableFuture<>();
          stages.add(stage);
          return stage;
        },
        "alice",
        "echo");
    CompletableFuture<Void> one = inbox.give("echo", message("one"));
    CompletableFuture<Void> two = inbox.give("echo", message("two"));
    CompletableFuture<Void> first = stages.poll(20, TimeUnit.SECONDS);
    assertThat(stages).isEmpty();
    assertThat(one).isNotDone();

    first.complete(null);

    one.get(20, TimeUnit.SECONDS);
    stages.poll(20, TimeUnit.SECONDS).complete(null);
    two.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aSecondListenerOfOneNameStandsByAndTakesOver() throws Exception {
    Told first = new Told();
    Told second = new Told();
    listeners.add(first, "alice", "echo");
    listeners.add(second, "*", "echo");
    inbox.give("echo", message("one")).get(20, TimeUnit.SECONDS);
    assertThat(first.next()).isEqualTo(message("one"));

    listeners.remove(first);
    inbox.give("echo", message("two")).get(20, TimeUnit.SECONDS);

    assertThat(second.next()).isEqualTo(message("two"));
    listeners.remove(second);
    assertThat(inbox.log)
        .containsExactly("attach echo", "detach echo", "attach echo", "detach echo");
    assertThat(inbox.give("echo", message("three"))).isNotDone();
  }

  @Test
  void observersGetMessagesAndOthersOfAnotherProfileNothing() throws Exception {
    Told observer = new Told();
    Told stranger = new Told();
    Told named = new Told();
    listeners.add(observer, "alice");
    listeners.add(stranger, "bob");
    listeners.add(named, "alice", "echo");
    dispatcher.observe(message("one"));
    dispatcher.deliver(event(1));

    assertThat(observer.next()).isEqualTo(message("one"));
    assertThat(observer.next()).isEqualTo(event(1));
    assertThat(named.next()).isEqualTo(event(1));
    assertThat(stranger.events).isEmpty();
    assertThat(published).containsExactly(message("one"), event(1));
    assertThatIllegalArgumentException().isThrownBy(() -> listeners.add(named, "alice", "no name"));
  }
}
