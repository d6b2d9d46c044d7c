package org.amarula.supervision.internal.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Spreads the connects of all accounts of the framework: a burst goes at once, the rest at a steady
 * rate, so that the end of an outage is no storm. Thread-safe, waits for nobody.
 */
public final class ConnectPacer {
  private final Clock clock;
  private final Duration interval;
  private final Duration tolerance;
  private Instant planned = Instant.MIN; // guarded by this

  /** At most {@code burst} connects at once, and {@code perSecond} from then on. */
  public ConnectPacer(Clock clock, int perSecond, int burst) {
    this.clock = clock;
    this.interval = Duration.ofSeconds(1).dividedBy(perSecond);
    this.tolerance = interval.multipliedBy(burst - 1L);
  }

  /** Takes the next turn, and tells how long to wait for it. */
  synchronized Duration next() {
    Instant now = clock.instant();
    if (planned.isBefore(now)) {
      planned = now;
    }
    Duration ahead = Duration.between(now, planned).minus(tolerance);
    planned = planned.plus(interval);
    return ahead.isNegative() ? Duration.ZERO : ahead;
  }
}
