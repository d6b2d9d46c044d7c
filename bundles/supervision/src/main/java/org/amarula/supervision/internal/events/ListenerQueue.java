package org.amarula.supervision.internal.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.event.Event;
import org.amarula.api.event.EventsMissed;
import org.amarula.api.event.MessageReceived;
import org.amarula.supervision.internal.callback.Callback;
import org.amarula.supervision.internal.callback.Callbacks;
import org.amarula.supervision.internal.callback.Hold;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one listener is to be told of one account: in order, one at a time, on callback threads. The
 * next begins when the call before has returned, and for a durable listener when its stage has
 * completed.
 *
 * <p>Bounded: what comes while the listener is held, or when too much waits, is not kept but
 * counted, and the listener is told how much that was. Messages of a durable listener are no part
 * of this: the inbox hands over a window of them and keeps the rest. Thread-safe.
 */
final class ListenerQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);
  private static final int MAX_WAITING = 1000;
  private static final int TASKS_PER_TURN = 64;

  private final Profile profile;
  private final Subscription subscription;
  private final Supplier<Connection> connection;
  private final Callbacks callbacks;
  private final Deque<Item> waiting = new ArrayDeque<>(1); // guarded by this
  private int events; // guarded by this: of those that wait, the ones that are counted
  private boolean active; // guarded by this
  private boolean held; // guarded by this
  private boolean closed; // guarded by this
  private long missed; // guarded by this
  private String missedBecause = ""; // guarded by this

  ListenerQueue(
      Profile profile,
      Subscription subscription,
      Supplier<Connection> connection,
      Callbacks callbacks) {
    this.profile = profile;
    this.subscription = subscription;
    this.connection = connection;
    this.callbacks = callbacks;
  }

  /** One thing to tell. */
  private static final class Item {
    private final Supplier<Optional<? extends Event>> event;
    private final boolean counted;
    private final boolean drain;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Item(Supplier<Optional<? extends Event>> event, boolean counted, boolean drain) {
      this.event = event;
      this.counted = counted;
      this.drain = drain;
    }

    static Item told(Event event) {
      return new Item(() -> Optional.of(event), true, false);
    }

    static Item given(Supplier<Optional<MessageReceived>> message) {
      return new Item(message::get, false, false);
    }

    static Item missed(EventsMissed event) {
      return new Item(() -> Optional.of(event), false, false);
    }

    static Item drain() {
      return new Item(Optional::empty, false, true);
    }
  }

  /** Tells an event, unless it has to be missed. */
  void tell(Event event) {
    synchronized (this) {
      if (held || events >= MAX_WAITING) {
        miss(1, held ? "held" : "queue-full");
        return;
      }
    }
    add(Item.told(event));
  }

  /** Tells a message of the inbox; the stage is that of {@code InboxConsumers.give}. */
  CompletionStage<Void> give(Supplier<Optional<MessageReceived>> message) {
    Item item = Item.given(message);
    add(item);
    return item.done;
  }

  /** Completes when what waits now has been told, or will not be for a while. */
  CompletionStage<Void> drained() {
    Item mark = Item.drain();
    synchronized (this) {
      if (!active || held || closed) {
        return CompletableFuture.completedFuture(null);
      }
      waiting.add(mark); // with the look, or whoever is held or closes meanwhile misses it
    }
    return mark.done;
  }

  /** Tells nothing more. */
  void close() {
    List<Item> drains;
    synchronized (this) {
      closed = true;
      drains = drains();
      waiting.clear();
    }
    drains.forEach(item -> item.done.complete(null));
  }

  private List<Item> drains() {
    return waiting.stream().filter(item -> item.drain).toList();
  }

  private void add(Item item) {
    synchronized (this) {
      if (closed) {
        return;
      }
      waiting.add(item);
      events += item.counted ? 1 : 0;
      if (active) {
        return;
      }
      active = true;
    }
    callbacks.execute(this::turn);
  }

  private void miss(long count, String because) {
    if (missed == 0) {
      LOG.warn("{} of {} misses events: {}", subscription.title(), profile, because);
    }
    missed += count;
    missedBecause = because;
  }

  private void turn() {
    for (int i = 0; i < TASKS_PER_TURN; i++) {
      Item item = next();
      if (item == null) {
        return;
      }
      Optional<? extends Event> event = item.event.get();
      if (event.isEmpty()) {
        item.done.complete(null);
        continue;
      }
      Call call = new Call(event.get());
      boolean wasHeld = callbacks.call(call);
      if (!finished(item, call)) {
        return; // goes on when its stage completes
      }
      if (wasHeld) {
        break; // this thread is one too many
      }
    }
    callbacks.execute(this::turn);
  }

  private synchronized Item next() {
    if (waiting.isEmpty() && missed > 0 && !held && !closed) {
      EventsMissed told = new EventsMissed(subscription.title(), missed, missedBecause);
      missed = 0;
      return Item.missed(told);
    }
    Item item = waiting.poll();
    if (item == null) {
      active = false;
    } else {
      events -= item.counted ? 1 : 0;
    }
    return item;
  }

  private boolean finished(Item item, Call call) {
    if (call.failure != null || call.stage == null) {
      end(item, call.event, call.failure);
      return true;
    }
    CompletableFuture<Void> result = call.stage;
    if (result.isDone()) {
      end(item, call.event, failureOf(result));
      return true;
    }
    result.whenComplete(
        (none, failure) ->
            callbacks.execute(
                () -> {
                  end(item, call.event, failure);
                  turn();
                }));
    return false;
  }

  private static Throwable failureOf(CompletableFuture<Void> done) {
    return done.handle((none, failure) -> failure).join();
  }

  private void end(Item item, Event event, Throwable failure) {
    if (failure == null) {
      item.done.complete(null);
      return;
    }
    LOG.warn(
        "{} of {} failed on {}: {}",
        subscription.title(),
        profile,
        event.getClass().getSimpleName(),
        failure.getClass().getName());
    item.done.completeExceptionally(failure);
  }

  // Messages of the inbox stay; a drain is not waited for any more.
  private void isHeld() {
    List<Item> drains;
    synchronized (this) {
      held = true;
      drains = drains();
      if (events > 0) {
        miss(events, "held");
        events = 0;
      }
      waiting.removeIf(item -> item.counted || item.drain);
    }
    drains.forEach(item -> item.done.complete(null));
  }

  private synchronized void isBack() {
    held = false;
  }

  /** One call of the listener. */
  private final class Call implements Callback {
    private final Event event;
    private CompletableFuture<Void> stage; // null when nobody waits for it
    private Throwable failure;

    Call(Event event) {
      this.event = event;
    }

    @Override
    public String name() {
      return subscription.listener().getClass().getName();
    }

    @Override
    public void run() {
      try {
        CompletionStage<Void> returned = subscription.listener().onEvent(connection.get(), event);
        if (!subscription.isDurable()) {
          return;
        }
        if (returned == null) {
          throw new NullPointerException("A durable listener returned no stage.");
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        returned.whenComplete(
            (none, problem) -> {
              if (problem == null) {
                result.complete(null);
              } else {
                result.completeExceptionally(problem);
              }
            });
        stage = result;
      } catch (Throwable e) { // also what a stage of the listener's own making throws
        failure = e;
      }
    }

    @Override
    public void held(Hold hold) {
      isHeld();
    }

    @Override
    public void returned() {
      isBack();
    }
  }
}
