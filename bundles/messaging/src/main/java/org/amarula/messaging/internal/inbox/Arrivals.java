package org.amarula.messaging.internal.inbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.amarula.api.event.Event;
import org.amarula.proto.account.StoredInboxRow;

/**
 * Messages that are being written, in the order of their keys. They are told in that order too,
 * whichever is reported durable first. Guarded by the inbox's lock.
 */
final class Arrivals {
  private final Deque<Arrival> writing = new ArrayDeque<>(1);

  /** A message that is being written, and what is to be told before it. */
  static final class Arrival {
    final String key;
    final StoredInboxRow row;
    final List<Event> events;
    private boolean ended;
    private boolean durable;

    private Arrival(String key, StoredInboxRow row, List<Event> events) {
      this.key = key;
      this.row = row;
      this.events = List.copyOf(events);
    }
  }

  Arrival begin(String key, StoredInboxRow row, List<Event> events) {
    Arrival arrival = new Arrival(key, row, events);
    writing.add(arrival);
    return arrival;
  }

  /** The message is durable, or is not; answers those that can be told now. */
  List<Arrival> ended(Arrival arrival, boolean durable) {
    arrival.ended = true;
    arrival.durable = durable;
    List<Arrival> told = new ArrayList<>();
    while (!writing.isEmpty() && writing.peek().ended) {
      Arrival next = writing.remove();
      if (next.durable) {
        told.add(next);
      }
    }
    return told;
  }
}
