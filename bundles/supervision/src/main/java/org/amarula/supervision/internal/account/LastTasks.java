package org.amarula.supervision.internal.account;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.supervision.internal.lane.SerialLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor of an account's streams: the account's lane, and when that takes nothing more a lane
 * for the rest, since a severed stream still has to close its socket and to tell its end. The state
 * of a stream knows no locks, so the rest waits for the lane's last task; not for ever, though, for
 * a task that hangs must not keep a socket open. Thread-safe.
 */
final class LastTasks implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(LastTasks.class);
  private static final int PATIENCE_MILLIS = 500;

  private final SerialLane lane;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private SerialLane rest; // null: the lane has taken all so far; guarded by this

  LastTasks(SerialLane lane, Executor workers, ScheduledExecutorService timer) {
    this.lane = lane;
    this.workers = workers;
    this.timer = timer;
  }

  @Override
  public void execute(Runnable task) {
    if (!lane.offer(task)) {
      rest().execute(task);
    }
  }

  private synchronized SerialLane rest() {
    if (rest == null) {
      rest = new SerialLane(workers, LastTasks::failed);
      rest.pause();
      resumeAfter(rest);
    }
    return rest;
  }

  private void resumeAfter(SerialLane paused) {
    try {
      ScheduledFuture<?> hangs =
          timer.schedule(paused::resume, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      lane.whenOver(
          () -> {
            hangs.cancel(false);
            paused.resume();
          });
    } catch (RejectedExecutionException e) {
      paused.resume(); // the bundle stops; nobody times anything any more
    }
  }

  private static void failed(Throwable failure) {
    LOG.error("What was left to do for a severed stream failed", failure);
  }
}
