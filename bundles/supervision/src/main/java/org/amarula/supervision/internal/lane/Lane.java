package org.amarula.supervision.internal.lane;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** One key's queue; the head may run. Guarded by the lanes that it belongs to. */
final class Lane<K> {
  final Deque<Ticket<K, ?>> queue = new ArrayDeque<>(1);
  final Instant since;
  long lastUsed;

  Lane(Instant since) {
    this.since = since;
  }
}
