package org.amarula.sandbox.internal.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What one device has not acknowledged yet, oldest first (spec signal.md 11). Lives as long as the
 * device; confined to the lane.
 */
final class Mailbox {
  private static final Duration KEPT = Duration.ofDays(14);

  private final List<Parcel> parcels = new ArrayList<>();

  void add(Parcel parcel) {
    parcels.add(parcel);
  }

  /** Forgets the oldest stanza that this answers; false when there is none. */
  boolean answered(String tag, String id) {
    Iterator<Parcel> oldest = parcels.iterator();
    while (oldest.hasNext()) {
      if (oldest.next().is(tag, id)) {
        oldest.remove();
        return true;
      }
    }
    return false;
  }

  /** What waits, without what is older than fourteen days. */
  List<Parcel> waiting(Instant now) {
    parcels.removeIf(parcel -> parcel.since().plus(KEPT).isBefore(now));
    return List.copyOf(parcels);
  }

  int size() {
    return parcels.size();
  }
}
