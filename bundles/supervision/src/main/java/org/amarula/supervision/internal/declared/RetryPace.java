package org.amarula.supervision.internal.declared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.amarula.api.state.ConnectionState;

/**
 * How long a declared account waits before its next start: twice as long each time, until it was
 * online for a whole minute. Confined to its declaration's lane.
 */
final class RetryPace {
  /** Doubles up to a bit more than four minutes. */
  static final int LONGEST = 7;

  /** Doubles up to eight seconds: what is waited for may end at any time, and asking is cheap. */
  static final int SOON = 2;

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration STABLE = Duration.ofMinutes(1);

  private final Clock clock;
  private int failures;
  private Instant onlineSince; // null: not online

  RetryPace(Clock clock) {
    this.clock = clock;
  }

  /** The account is in this state now. */
  void state(ConnectionState state) {
    if (onlineSince != null && !clock.instant().isBefore(onlineSince.plus(STABLE))) {
      failures = 0;
    }
    if (state != ConnectionState.ONLINE) {
      onlineSince = null;
    } else if (onlineSince == null) {
      onlineSince = clock.instant();
    }
  }

  /** The next wait. */
  Duration next(int doublings) {
    state(ConnectionState.TERMINATED);
    return FIRST.multipliedBy(1L << Math.min(failures++, doublings));
  }

  /** Begins anew. */
  void reset() {
    failures = 0;
    onlineSince = null;
  }
}
