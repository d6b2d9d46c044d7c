package org.amarula.testing.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;

/** Which messages the listeners of one bot have not dealt with yet. Thread-safe. */
public final class Work {
  private final String bot;
  private final Conversation conversation;
  private final Waiting waiting;
  private final Set<Watched> listeners = new LinkedHashSet<>(); // guarded by this
  private final Map<String, Set<Watched>> expected = new LinkedHashMap<>(); // guarded by this
  private final Map<String, Set<Watched>> done = new HashMap<>(); // guarded by this, may be ahead

  /** No listeners and no messages. */
  public Work(String bot, Conversation conversation, Waiting waiting) {
    this.bot = bot;
    this.conversation = conversation;
    this.waiting = waiting;
  }

  /** A listener that is watched while it works. */
  public ConnectionListener watch(ConnectionListener listener) {
    Watched watched = new Watched(listener);
    synchronized (this) {
      listeners.add(watched);
    }
    return watched;
  }

  /** A watched listener works no more. */
  public void forget(ConnectionListener watched) {
    synchronized (this) {
      listeners.remove(watched);
      expected.values().forEach(each -> each.remove(watched));
    }
    waiting.changed();
  }

  /** A message is on its way to all listeners. */
  public synchronized void expect(String id) {
    expected.put(id, new HashSet<>(listeners));
  }

  /** The messages that some listener has not dealt with. */
  public synchronized List<String> open() {
    return expected.entrySet().stream()
        .filter(each -> !done.getOrDefault(each.getKey(), Set.of()).containsAll(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void done(Watched listener, String id, Throwable failure) {
    if (failure != null) {
      conversation.happened(
          bot + "'s listener failed on " + conversation.quote(id) + ": " + failure);
    }
    synchronized (this) {
      done.computeIfAbsent(id, none -> new HashSet<>()).add(listener);
    }
    waiting.changed();
  }

  private final class Watched implements ConnectionListener {
    private final ConnectionListener listener;

    Watched(ConnectionListener listener) {
      this.listener = listener;
    }

    @Override
    public CompletionStage<Void> onEvent(Connection connection, Event event) {
      return event instanceof MessageReceived message
          ? onMessage(connection, message)
          : listener.onEvent(connection, event);
    }

    private CompletionStage<Void> onMessage(Connection connection, MessageReceived message) {
      CompletionStage<Void> stage;
      try {
        stage = listener.onEvent(connection, message);
      } catch (RuntimeException | Error e) {
        done(this, message.id(), e);
        throw e;
      }
      if (stage == null) {
        done(this, message.id(), new NullPointerException("It returned null instead of a stage."));
        return null;
      }
      return stage.whenComplete((none, failure) -> done(this, message.id(), failure));
    }
  }
}
