package org.amarula.crypto.signal;

import java.util.Arrays;

/**
 * The message seeds of counters that a receiving chain has passed over, ascending by unsigned
 * counter, at most {@value #MAX}. Immutable; versions share the seeds, nobody writes to them.
 */
final class SkippedKeys {
  static final int MAX = 2000;
  static final SkippedKeys NONE = new SkippedKeys(new int[0], new byte[0][]);

  private final int[] counters;
  private final byte[][] seeds;

  private SkippedKeys(int[] counters, byte[][] seeds) {
    this.counters = counters;
    this.seeds = seeds;
  }

  /** Takes over both arrays, of equal length; check them with {@link #isAscending} first. */
  static SkippedKeys of(int[] counters, byte[][] seeds) {
    return counters.length == 0 ? NONE : new SkippedKeys(counters, seeds);
  }

  /** Whether counters ascend strictly and stay below {@code limit}, all unsigned. */
  static boolean isAscending(int[] counters, int limit) {
    for (int i = 0; i < counters.length; i++) {
      int upper = i + 1 < counters.length ? counters[i + 1] : limit;
      if (Integer.compareUnsigned(counters[i], upper) >= 0) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return counters.length;
  }

  int counter(int position) {
    return counters[position];
  }

  byte[] seed(int position) {
    return seeds[position];
  }

  /** The position of a counter, negative when it is not stored. */
  int find(int counter) {
    int low = 0;
    int high = counters.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(counters[middle], counter);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  SkippedKeys without(int position) {
    if (counters.length == 1) {
      return NONE;
    }
    int[] fewerCounters = Arrays.copyOf(counters, counters.length - 1);
    byte[][] fewerSeeds = Arrays.copyOf(seeds, seeds.length - 1);
    int moved = counters.length - 1 - position;
    System.arraycopy(counters, position + 1, fewerCounters, position, moved);
    System.arraycopy(seeds, position + 1, fewerSeeds, position, moved);
    return new SkippedKeys(fewerCounters, fewerSeeds);
  }

  /** Appends the seeds of {@code first, first + 1, ...}; evicts the oldest above {@link #MAX}. */
  SkippedKeys with(int first, byte[][] added) {
    if (added.length == 0) {
      return this;
    }
    int total = Math.min(MAX, counters.length + added.length);
    int fresh = Math.min(total, added.length);
    int kept = total - fresh;
    int[] moreCounters = new int[total];
    byte[][] moreSeeds = new byte[total][];
    System.arraycopy(counters, counters.length - kept, moreCounters, 0, kept);
    System.arraycopy(seeds, seeds.length - kept, moreSeeds, 0, kept);
    System.arraycopy(added, added.length - fresh, moreSeeds, kept, fresh);
    for (int i = 0; i < fresh; i++) {
      moreCounters[kept + i] = first + added.length - fresh + i;
    }
    return new SkippedKeys(moreCounters, moreSeeds);
  }
}
