package org.amarula.messaging.internal;

import org.amarula.api.event.Event;
import org.amarula.messaging.EventSink;

/** Hands events over until the messenger is closed. */
final class SafeEvents implements EventSink {
  private final EventSink events;
  private volatile boolean closed;

  SafeEvents(EventSink events) {
    this.events = events;
  }

  @Override
  public void deliver(Event event) {
    if (!closed) {
      events.deliver(event);
    }
  }

  void close() {
    closed = true;
  }
}
