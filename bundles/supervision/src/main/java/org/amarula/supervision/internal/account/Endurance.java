package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.time.Instant;
import org.amarula.supervision.internal.kernel.CrashLimit;

/**
 * How often the connection child has crashed since it was last stable, that is online for a minute.
 * Held by the instance, so that a crash after every login comes to an end although the waits
 * between them grow. Thread-safe.
 */
public final class Endurance implements CrashLimit {
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final int max;
  private Instant onlineSince; // guarded by this, as all below; null when not online
  private Instant last = Instant.MIN;
  private int crashes;

  /** More than {@code max} crashes without a stable minute are too many. */
  public Endurance(int max) {
    this.max = max;
  }

  synchronized void online(Instant now) {
    onlineSince = now;
  }

  synchronized void offline() {
    onlineSince = null;
  }

  /** How many crashes there were since the last stable minute. */
  synchronized int crashes() {
    return crashes;
  }

  /** What caused these crashes was found and put aside. */
  public synchronized void forgive() {
    crashes = 0;
  }

  @Override
  public synchronized boolean allows(Instant now) {
    boolean stable = onlineSince != null && onlineSince.plus(Backoff.STABLE).isBefore(now);
    boolean longAgo = last.isBefore(now.minus(FORGOTTEN));
    if (stable || longAgo) {
      crashes = 0;
    }
    onlineSince = null;
    last = now;
    crashes++;
    return crashes <= max;
  }
}
