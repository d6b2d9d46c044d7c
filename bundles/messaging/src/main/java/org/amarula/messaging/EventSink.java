package org.amarula.messaging;

import org.amarula.api.event.Event;

/** Where events go that nobody confirms. Messages go by the {@link ProfileInbox}. */
@FunctionalInterface
public interface EventSink {
  /** Hands an event over; never blocks, and does not wait for whoever is told. */
  void deliver(Event event);
}
