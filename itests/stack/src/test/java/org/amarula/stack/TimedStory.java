package org.amarula.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.api.event.Event;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.testing.time.VirtualTime;

/** What one account told since a mark; who waits for more lets virtual time pass. Thread-safe. */
final class TimedStory {
  /** So slow that nothing falls due by waiting, but for turns in the line of all accounts. */
  static final Duration SLOWLY = Duration.ofMillis(5);

  private static final long LOOK_MILLIS = 20;
  private static final int PATIENCE_SECONDS = 60;

  private final VirtualTime time;
  private final List<Event> told = new ArrayList<>(); // guarded by this

  TimedStory(VirtualTime time) {
    this.time = time;
  }

  synchronized CompletionStage<Void> add(Event event) {
    told.add(event);
    notifyAll();
    return CompletableFuture.completedFuture(null);
  }

  /** Forgets what came so far. */
  synchronized void mark() {
    told.clear();
  }

  /** All that was told since the mark. */
  synchronized List<Event> told() {
    return List.copyOf(told);
  }

  /** The changes since the mark. */
  synchronized List<StateChanged> changes() {
    return told.stream()
        .filter(StateChanged.class::isInstance)
        .map(StateChanged.class::cast)
        .toList();
  }

  List<ConnectionState> states() {
    return changes().stream().map(StateChanged::state).toList();
  }

  /** The first event since the mark that fits; until it comes, time passes by such steps. */
  <T extends Event> T await(Class<T> type, Predicate<T> fits, Duration step) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      synchronized (this) {
        T found = find(type, fits);
        found = found == null && pause() ? find(type, fits) : found;
        if (found != null) {
          return found;
        }
      }
      time.advance(step);
    }
    throw new AssertionError("No awaited " + type.getSimpleName() + "; told was " + told);
  }

  void await(ConnectionState state) {
    await(StateChanged.class, change -> change.state() == state, SLOWLY);
  }

  private <T extends Event> T find(Class<T> type, Predicate<T> fits) {
    return told.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(fits)
        .findFirst()
        .orElse(null);
  }

  private boolean pause() {
    try {
      wait(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
