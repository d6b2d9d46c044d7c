package org.amarula.testing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.MessageParked;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;

/** What one bot was told, each event to be taken once. Thread-safe. */
public final class Told implements ConnectionListener {
  private final String bot;
  private final Conversation conversation;
  private final Waiting waiting;
  private final AtomicInteger losses = new AtomicInteger();
  private final List<Event> untaken = new ArrayList<>(); // guarded by this

  /** Nothing yet. */
  public Told(String bot, Conversation conversation, Waiting waiting) {
    this.bot = bot;
    this.conversation = conversation;
    this.waiting = waiting;
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    synchronized (this) {
      untaken.add(event);
    }
    if (event instanceof StateChanged change) {
      if (change.state() == ConnectionState.DISCONNECTED) {
        losses.incrementAndGet();
      }
      String reason = change.reason().map(why -> " (" + why.code() + ")").orElse("");
      conversation.happened(bot + " is " + change.state().text() + reason);
    } else if (isNews(event)) {
      conversation.happened(bot + " is told " + event);
    }
    waiting.changed();
    return CompletableFuture.completedStage(null);
  }

  private static boolean isNews(Event event) {
    return event instanceof MessageUnreadable
        || event instanceof MessageParked
        || event instanceof ChildRestarted
        || event instanceof InstanceTerminated;
  }

  /** How often the connection was lost so far. */
  public int losses() {
    return losses.get();
  }

  /** Takes the first event of a type that fits; the others stay. */
  public synchronized <T extends Event> Optional<T> take(Class<T> type, Predicate<T> fits) {
    for (Event event : untaken) {
      if (type.isInstance(event) && fits.test(type.cast(event))) {
        untaken.remove(event);
        return Optional.of(type.cast(event));
      }
    }
    return Optional.empty();
  }

  /** The events of a type that nobody took. */
  public synchronized List<Event> untaken(Class<? extends Event> type) {
    return untaken.stream().filter(type::isInstance).toList();
  }
}
