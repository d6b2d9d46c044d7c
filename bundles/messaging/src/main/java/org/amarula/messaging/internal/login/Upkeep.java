package org.amarula.messaging.internal.login;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a login looks after, and an account that stays online for months must look after as well:
 * done again each day for as long as it is online. Thread-safe; the work is done on the account's
 * lane.
 */
public final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration EVERY = Duration.ofDays(1);

  private final ScheduledExecutorService timer;
  private final Executor lane;
  private Turn next; // null: nothing is planned; guarded by this

  /** Nothing is planned yet. */
  public Upkeep(ScheduledExecutorService timer, Executor lane) {
    this.timer = timer;
    this.lane = lane;
  }

  /** Plans the work for each day from now on, until {@link #end}. */
  public synchronized void begin(Runnable work) {
    end();
    plan(work);
  }

  /** Plans nothing any more. */
  public synchronized void end() {
    if (next != null) {
      next.planned.cancel(false);
      next = null;
    }
  }

  private void plan(Runnable work) {
    Turn turn = new Turn(work);
    try {
      turn.planned = timer.schedule(turn, EVERY.toMillis(), TimeUnit.MILLISECONDS);
      next = turn;
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended; the next login looks after it.");
    }
  }

  private synchronized boolean isNext(Turn turn) {
    if (next != turn) {
      return false; // called off while it waited for the lane
    }
    plan(turn.work);
    return true;
  }

  /** One day's work. */
  private final class Turn implements Runnable {
    private final Runnable work;
    private ScheduledFuture<?> planned;

    Turn(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      lane.execute(
          () -> {
            if (isNext(this)) {
              work.run();
            }
          });
    }
  }
}
