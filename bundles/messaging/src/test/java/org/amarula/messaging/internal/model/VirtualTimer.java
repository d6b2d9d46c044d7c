package org.amarula.messaging.internal.model;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer of one process, on the clock of the run. Starts no thread. */
final class VirtualTimer extends ScheduledThreadPoolExecutor {
  private final Clock clock;
  private final List<Due> tasks = new ArrayList<>();

  VirtualTimer(Clock clock) {
    super(0);
    this.clock = clock;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Due due = new Due(clock.millis() + unit.toMillis(delay), task);
    tasks.add(due);
    return due;
  }

  /** Runs what is due; tasks of a timer only post. */
  void fire() {
    List<Due> due = tasks.stream().filter(one -> one.atMillis <= clock.millis()).toList();
    tasks.removeAll(due);
    due.forEach(Runnable::run);
  }

  /** Whether nothing comes within this time; what comes each day never ends. */
  boolean isQuietFor(Duration time) {
    long end = clock.millis() + time.toMillis();
    return tasks.stream().allMatch(one -> one.isCancelled() || one.atMillis > end);
  }

  private static final class Due extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long atMillis;

    Due(long atMillis, Runnable task) {
      super(task, null);
      this.atMillis = atMillis;
    }

    @Override
    protected void setException(Throwable failure) {
      throw new AssertionError("A task of the timer failed", failure);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException("Nobody asks.");
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException("Nobody compares.");
    }
  }
}
