package org.amarula.testing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private final List<Event> untaken = new ArrayList<>(); // guarded by this
  private ConnectionState last = ConnectionState.STOPPED; // guarded by this
  private int losses; // guarded by this

  /** Nothing yet. */
  public Told(String bot, Conversation conversation, Waiting waiting) {
    this.bot = bot;
    this.conversation = conversation;
    this.waiting = waiting;
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    if (event instanceof StateChanged change) {
      String reason = change.reason().map(why -> " (" + why.code() + ")").orElse("");
      conversation.happened(bot + " is " + change.state().text() + reason);
    } else if (isNews(event)) {
      conversation.happened(bot + " is told " + event);
    }
    keep(event); // what somebody waits for stands in the conversation already
    waiting.changed();
    return CompletableFuture.completedStage(null);
  }

  private synchronized void keep(Event event) {
    untaken.add(event);
    if (event instanceof StateChanged change) {
      last = change.state();
      losses += last == ConnectionState.DISCONNECTED ? 1 : 0;
    }
  }

  private static boolean isNews(Event event) {
    return event instanceof MessageUnreadable
        || event instanceof MessageParked
        || event instanceof ChildRestarted
        || event instanceof InstanceTerminated;
  }

  /** How often the connection was lost so far. */
  public synchronized int losses() {
    return losses;
  }

  /** Whether this is the last state that was told. */
  public synchronized boolean isLast(ConnectionState state) {
    return last == state;
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
