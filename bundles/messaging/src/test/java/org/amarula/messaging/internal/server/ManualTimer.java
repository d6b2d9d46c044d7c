package org.amarula.messaging.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when the test says so. Starts no thread. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final List<Task> tasks = new ArrayList<>();

  /** A timer to which nothing was given. */
  public ManualTimer() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Task planned = new Task(task);
    tasks.add(planned);
    return planned;
  }

  /** Runs what was scheduled until now. */
  public void fire() {
    List<Task> due = List.copyOf(tasks);
    tasks.clear();
    due.forEach(Runnable::run);
  }

  /** How many tasks wait. */
  public int waiting() {
    return (int) tasks.stream().filter(task -> !task.isCancelled()).count();
  }

  private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
    Task(Runnable task) {
      super(task, null);
    }

    @Override
    protected void setException(Throwable failure) {
      throw new AssertionError("A task of the timer failed", failure);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
