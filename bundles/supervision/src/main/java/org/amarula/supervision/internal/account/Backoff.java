package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The waits between attempts (spec/transport.md 10): none for the first one after a connection that
 * had lived, then doubling up to a cap, each 20 % up or down. Confined to the account's lane.
 */
final class Backoff {
  /** A connection that was online for longer than this starts anew. */
  static final Duration STABLE = Duration.ofSeconds(60);

  private static final Duration SLOWEST_FIRST = Duration.ofSeconds(60);

  private final Duration initial;
  private final Duration max;
  private final DoubleSupplier random;
  private int attempts;

  /**
   * @param initial the wait before the second attempt
   * @param max the cap
   * @param random from 0 to 1, for the jitter
   */
  Backoff(Duration initial, Duration max, DoubleSupplier random) {
    this.initial = initial;
    this.max = max;
    this.random = random;
  }

  /** The connection was online for longer than {@link #STABLE}: the next attempt comes at once. */
  void reset() {
    attempts = 0;
  }

  /** The wait before the next attempt. */
  Duration next(boolean hadLived) {
    if (hadLived) {
      return Duration.ZERO;
    }
    int doublings = Math.min(attempts++, 30);
    double millis = Math.min((double) max.toMillis(), initial.toMillis() * Math.pow(2, doublings));
    return Duration.ofMillis(Math.round(millis * (0.8 + 0.4 * random.getAsDouble())));
  }

  /** The wait before the next attempt, a minute at least. */
  Duration nextSlow() {
    Duration wait = next(false);
    return wait.compareTo(SLOWEST_FIRST) < 0 ? SLOWEST_FIRST : wait;
  }
}
