package org.amarula.messaging.internal;

import java.util.concurrent.CompletionStage;
import org.amarula.api.event.Event;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.async.Stages;

/** Hands events over until the messenger is closed; a sink that throws has not taken the event. */
final class SafeEvents implements EventSink {
  private final EventSink events;
  private volatile boolean closed;

  SafeEvents(EventSink events) {
    this.events = events;
  }

  @Override
  public CompletionStage<Void> deliver(Event event) {
    return closed
        ? Stages.failed(new IllegalStateException("The messenger is closed."))
        : Stages.begin(() -> events.deliver(event));
  }

  void close() {
    closed = true;
  }
}
