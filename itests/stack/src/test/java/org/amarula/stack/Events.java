package org.amarula.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;

/** What one account told, each event to be awaited once. Thread-safe. */
final class Events {
  private static final int PATIENCE_SECONDS = 30;

  private final String name;
  private final List<Event> all = new ArrayList<>(); // guarded by this
  private final List<Event> unread = new ArrayList<>(); // guarded by this

  Events(String name) {
    this.name = name;
  }

  synchronized CompletionStage<Void> add(Event event) {
    all.add(event);
    unread.add(event);
    notifyAll();
    return CompletableFuture.completedFuture(null);
  }

  synchronized List<Event> all() {
    return List.copyOf(all);
  }

  /** Forgets what came so far. */
  synchronized void clear() {
    unread.clear();
  }

  /** The next event of a type that fits; those before it stay. */
  synchronized <T extends Event> T await(Class<T> type, Predicate<T> fits) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      for (Event event : unread) {
        if (type.isInstance(event) && fits.test(type.cast(event))) {
          unread.remove(event);
          return type.cast(event);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            name + " told no awaited " + type.getSimpleName() + "; it told " + all);
      }
      pause(left);
    }
  }

  void awaitState(ConnectionState state) {
    await(StateChanged.class, change -> change.state() == state);
  }

  <R extends DisconnectReason> R awaitReason(Class<R> type) {
    StateChanged change =
        await(StateChanged.class, told -> told.reason().filter(type::isInstance).isPresent());
    return type.cast(change.reason().orElseThrow());
  }

  MessageReceived awaitText(String text) {
    return await(
        MessageReceived.class,
        message -> message.content() instanceof Text said && said.text().equals(text));
  }

  private void pause(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
