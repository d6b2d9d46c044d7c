package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.lane.SerialLane;

/**
 * When the next attempt to connect is made, and whether one is. Holds at most one planned attempt.
 * Confined to the account's lane, but for {@link #drop}.
 */
final class Attempts {
  /** More restarts than this in a row, without a minute online, wait like any other end. */
  private static final int RESTARTS_AT_ONCE = 3;

  private final AccountParts parts;
  private final SerialLane lane;
  private final Backoff backoff;
  private final Set<String> triedOnce = new HashSet<>();
  private int restarts;
  private boolean inLine;
  private volatile ScheduledFuture<?> planned;

  Attempts(AccountParts parts, SerialLane lane) {
    this.parts = parts;
    this.lane = lane;
    this.backoff =
        new Backoff(
            parts.settings().backoffInitial(), parts.settings().backoffMax(), parts.random());
  }

  /** The connection was online long enough for everything before to be forgotten. */
  void stable() {
    backoff.reset();
    forget();
  }

  /** Somebody asked: an end that came once may come once more, and no wait is needed. */
  void asked() {
    forget();
    cancel();
  }

  private void forget() {
    triedOnce.clear();
    restarts = 0;
  }

  /** The wait before the next attempt after this end; empty when none is made. */
  Optional<Duration> after(DisconnectReason reason, boolean hadLived) {
    return switch (reason.recovery()) {
      case RETRY_NOW -> Optional.of(restart(hadLived));
      case RETRY_WITH_BACKOFF -> Optional.of(backoff.next(hadLived));
      case RETRY_SLOWLY -> Optional.of(backoff.nextSlow());
      case RETRY_ONCE -> once(reason, backoff.next(hadLived));
      case RETRY_AFTER_BAN -> once(reason, untilOver());
      case REFRESH_AND_RETRY_ONCE -> once(reason, Duration.ZERO);
      case STOP -> askedMeanwhile(reason) ? Optional.of(Duration.ZERO) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether it ended on request, and has been asked for again since. */
  private boolean askedMeanwhile(DisconnectReason reason) {
    return reason instanceof DisconnectReason.Requested && parts.wanted().online();
  }

  /** The wait after the connection child crashed: none after the first time. */
  Duration afterCrashes(int crashes) {
    Duration wait = Duration.ZERO;
    for (int i = 1; i < crashes; i++) {
      wait = backoff.next(false);
    }
    return wait;
  }

  private Duration restart(boolean hadLived) {
    return restarts++ < RESTARTS_AT_ONCE ? Duration.ZERO : backoff.next(hadLived);
  }

  private Optional<Duration> once(DisconnectReason reason, Duration wait) {
    return triedOnce.add(reason.code()) ? Optional.of(wait) : Optional.empty();
  }

  /** How long the ban lasts; nothing when there is none. */
  Duration untilOver() {
    Instant now = parts.clock().instant();
    return parts
        .wanted()
        .ban(now)
        .map(ban -> Duration.between(now, ban.until()))
        .orElse(Duration.ZERO);
  }

  /** Runs {@code attempt} on the lane when this account's turn among all accounts has come. */
  void inTurn(Runnable attempt) {
    if (inLine) {
      return;
    }
    Duration wait = parts.pacer().next();
    inLine = !wait.isZero();
    schedule(
        wait,
        () -> {
          inLine = false;
          attempt.run();
        });
  }

  /**
   * Runs {@code attempt} on the lane after {@code wait}; at once when there is none. A place in the
   * line is given up for it.
   */
  void plan(Duration wait, Runnable attempt) {
    inLine = false;
    schedule(wait, attempt);
  }

  private void schedule(Duration wait, Runnable attempt) {
    drop();
    if (wait.isZero()) {
      attempt.run();
    } else {
      planned =
          parts.timer().schedule(() -> lane.execute(attempt), wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Drops the planned attempt. A place in the line of all accounts is kept, for who asks again and
   * again gains nothing by it and takes no place from others.
   */
  void cancel() {
    if (!inLine) {
      drop();
    }
  }

  /** Drops whatever is planned, from any thread, for good. */
  void drop() {
    ScheduledFuture<?> pending = planned;
    if (pending != null) {
      pending.cancel(false);
    }
  }
}
