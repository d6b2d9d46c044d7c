package org.amarula.messaging.internal;

import java.util.Optional;
import java.util.function.Function;
import org.amarula.api.event.Event;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.address.EventNames;

/** Hands events over, with the names that are known, until the messenger is closed. */
final class SafeEvents implements EventSink {
  private final EventSink events;
  private final Function<Jid, Optional<Jid>> names;
  private volatile boolean closed;

  /**
   * Events for {@code events}.
   *
   * @param names the other name of an account; must not block
   */
  SafeEvents(EventSink events, Function<Jid, Optional<Jid>> names) {
    this.events = events;
    this.names = names;
  }

  @Override
  public void deliver(Event event) {
    if (!closed) {
      events.deliver(EventNames.named(event, names));
    }
  }

  void close() {
    closed = true;
  }
}
