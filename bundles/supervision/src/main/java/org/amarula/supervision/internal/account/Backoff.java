package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The waits between attempts (spec/transport.md 10): none for the first one after a connection that
 * had lived, then doubling up to a cap, each 20 % up or down and never above the cap. Confined to
 * the account's lane.
 */
final class Backoff {
  /** A connection that was online for longer than this starts anew. */
  static final Duration STABLE = Duration.ofSeconds(60);

  private static final Duration SLOW_FIRST = Duration.ofSeconds(60);
  private static final Duration SLOW_LEAST_CAP = Duration.ofSeconds(72); // 60 s and its jitter
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 30;

  private final Duration initial;
  private final Duration max;
  private final DoubleSupplier random;
  private int attempts;
  private int slowAttempts;

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
    slowAttempts = 0;
  }

  /** The wait before the next attempt. */
  Duration next(boolean hadLived) {
    return hadLived ? Duration.ZERO : wait(initial, max, attempts++);
  }

  /** The wait before the next attempt in a row of its own that begins at a minute. */
  Duration nextSlow() {
    return wait(longer(initial, SLOW_FIRST), longer(max, SLOW_LEAST_CAP), slowAttempts++);
  }

  private Duration wait(Duration first, Duration most, int before) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(before, MOST_DOUBLINGS));
    double middle = Math.min(most.toMillis() / (1 + JITTER), doubled);
    return Duration.ofMillis(Math.round(middle * (1 - JITTER + 2 * JITTER * random.getAsDouble())));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
