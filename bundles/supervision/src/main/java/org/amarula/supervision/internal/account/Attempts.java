package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.lane.SerialLane;

/**
 * When the next attempt to connect is made, and whether one is. Holds at most one planned attempt.
 * Confined to the account's lane, but for {@link #cancel}.
 */
final class Attempts {
  private final AccountParts parts;
  private final SerialLane lane;
  private final Backoff backoff;
  private String triedOnce = "";
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
    triedOnce = "";
  }

  /** Somebody asked: an end that came once may come once more. */
  void asked() {
    triedOnce = "";
    cancel();
  }

  /** The wait before the next attempt after this end; empty when none is made. */
  Optional<Duration> after(DisconnectReason reason, boolean hadLived) {
    return switch (reason.recovery()) {
      case RETRY_NOW -> Optional.of(Duration.ZERO);
      case RETRY_WITH_BACKOFF -> Optional.of(backoff.next(hadLived));
      case RETRY_SLOWLY -> Optional.of(backoff.nextSlow());
      case RETRY_ONCE -> once(reason, hadLived);
      default -> Optional.empty();
    };
  }

  private Optional<Duration> once(DisconnectReason reason, boolean hadLived) {
    if (triedOnce.equals(reason.code())) {
      return Optional.empty();
    }
    triedOnce = reason.code();
    return Optional.of(backoff.next(hadLived));
  }

  /** Runs {@code attempt} on the lane when this account's turn among all accounts has come. */
  void inTurn(Runnable attempt) {
    plan(parts.pacer().next(), attempt);
  }

  /** Runs {@code attempt} on the lane after {@code wait}; at once when there is none. */
  void plan(Duration wait, Runnable attempt) {
    cancel();
    if (wait.isZero()) {
      attempt.run();
    } else {
      planned =
          parts
              .timer()
              .schedule(() -> lane.execute(attempt), wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Drops the planned attempt; from any thread. */
  void cancel() {
    ScheduledFuture<?> pending = planned;
    if (pending != null) {
      pending.cancel(false);
    }
  }
}
