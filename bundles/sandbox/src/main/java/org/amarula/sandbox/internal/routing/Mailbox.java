package org.amarula.sandbox.internal.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one device has not acknowledged yet, oldest first (spec signal.md 11). Lives as long as the
 * device; confined to the lane.
 */
final class Mailbox {
  private static final Duration KEPT = Duration.ofDays(14);

  private final List<Parcel> parcels = new ArrayList<>(0);
  private final Map<String, Integer> spare = new Spare();

  void add(Parcel parcel) {
    parcels.add(parcel);
  }

  /** Forgets the oldest stanza that this answers, and tells how the answer fits. */
  Answered answered(String tag, String id) {
    Iterator<Parcel> oldest = parcels.iterator();
    while (oldest.hasNext()) {
      Parcel parcel = oldest.next();
      if (parcel.is(tag, id)) {
        oldest.remove();
        // Each time that it went out may be answered.
        spare.merge(tag + " " + id, parcel.sends() * parcel.answers() - 1, Integer::sum);
        return Answered.AWAITED;
      }
    }
    Integer left = spare.get(tag + " " + id);
    if (left == null) {
      return Answered.NEVER_SENT;
    }
    spare.put(tag + " " + id, left - 1);
    return left > 0 ? Answered.AWAITED : Answered.TWICE;
  }

  /** How many went out before this moment and are not answered. */
  long overdue(Instant before) {
    return parcels.stream().filter(parcel -> parcel.lastSent().isBefore(before)).count();
  }

  /** What waits, without what is older than fourteen days. */
  List<Parcel> waiting(Instant now) {
    parcels.removeIf(parcel -> parcel.since().plus(KEPT).isBefore(now));
    return List.copyOf(parcels);
  }

  int size() {
    return parcels.size();
  }

  /** What was answered lately, and how many more answers are in order. */
  private static final class Spare extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1L;
    private static final int KEPT = 500;

    Spare() {
      super(1);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
      return size() > KEPT;
    }
  }
}
