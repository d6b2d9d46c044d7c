package org.amarula.supervision.internal.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts crashes within a sliding span. Confined to the supervisor's lane. */
public final class RestartIntensity implements CrashLimit {
  private final int max;
  private final Duration within;
  private final Deque<Instant> crashes = new ArrayDeque<>(1);

  /** More than {@code max} crashes {@code within} the span are too many. */
  public RestartIntensity(int max, Duration within) {
    this.max = max;
    this.within = within;
  }

  @Override
  public boolean allows(Instant now) {
    crashes.add(now);
    while (crashes.peek().isBefore(now.minus(within))) {
      crashes.remove();
    }
    return crashes.size() <= max;
  }
}
