package org.amarula.shell.internal;

import java.time.Duration;
import java.time.Instant;

/** Spans of time, short and for people: two units at most. */
final class Ages {
  private Ages() {}

  /** From {@code then} to {@code now}, for instance {@code 3m12s}; never below zero. */
  static String between(Instant then, Instant now) {
    return of(Duration.between(then, now));
  }

  static String of(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds % 3600 / 60, "m");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + unit + (small == 0 ? "" : small + smallUnit);
  }
}
