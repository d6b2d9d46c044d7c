package org.amarula.supervision.internal.events;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.CrashedException;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.amarula.messaging.EventSink;
import org.amarula.supervision.internal.lane.KeyedLanes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of one instance to its consumers, to each in order on the callback threads.
 * Durable subscriptions confirm; all others are told and forgotten. Lives as long as the instance,
 * so that the order survives a crash of the connection.
 */
public final class EventDispatcher implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
  private static final int MAX_WAITING = 10_000;

  private final Profile profile;
  private final Listeners listeners;
  private final List<Subscription> own = new ArrayList<>();
  private final Supplier<Connection> connection;
  private final KeyedLanes<Subscription> lanes;

  /**
   * A dispatcher.
   *
   * @param connection the handle that consumers are given
   * @param callbacks the threads on which they are called
   */
  public EventDispatcher(
      Profile profile,
      Listeners listeners,
      Supplier<Connection> connection,
      Executor callbacks,
      Clock clock) {
    this.profile = profile;
    this.listeners = listeners;
    this.connection = connection;
    this.lanes = new KeyedLanes<>(callbacks, clock, Duration.ofMinutes(1), MAX_WAITING);
  }

  /** Adds the starter's own listener; before the first event only. */
  public void addParent(ConnectionListener parent) {
    own.add(new Subscription(parent, profile.name(), false));
  }

  @Override
  public CompletionStage<Void> deliver(Event event) {
    Connection handle = connection.get();
    List<CompletableFuture<Void>> confirmations = new ArrayList<>();
    for (Subscription consumer : own) {
      tell(consumer, handle, event);
    }
    for (Subscription consumer : listeners.of(profile)) {
      CompletionStage<Void> told = tell(consumer, handle, event);
      if (consumer.durable()) {
        confirmations.add(told.toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(confirmations.toArray(new CompletableFuture<?>[0]));
  }

  /** Completes when all that was delivered so far has been told. */
  public CompletionStage<Void> drained() {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Subscription consumer : lanes.keys()) {
      ends.add(
          lanes
              .run(consumer, () -> CompletableFuture.<Void>completedFuture(null))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
  }

  /** Drops what was not told yet; the inbox keeps messages. */
  public void close() {
    lanes.end(new CrashedException("event dispatcher"));
  }

  private CompletionStage<Void> tell(Subscription consumer, Connection handle, Event event) {
    CompletionStage<Void> told = lanes.run(consumer, () -> call(consumer, handle, event));
    told.exceptionally(
        failure -> {
          LOG.warn(
              "A listener of {} failed on {}: {}",
              profile,
              event.getClass().getSimpleName(),
              failure.getClass().getSimpleName());
          return null;
        });
    return told;
  }

  private static CompletionStage<Void> call(Subscription consumer, Connection handle, Event event) {
    CompletionStage<Void> stage = consumer.listener().onEvent(handle, event);
    boolean awaited = consumer.durable() && stage != null;
    return awaited ? stage : CompletableFuture.completedFuture(null);
  }
}
