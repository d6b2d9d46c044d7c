package org.amarula.messaging.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when the test says so. Starts no thread. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final List<Runnable> tasks = new ArrayList<>();

  /** A timer to which nothing was given. */
  public ManualTimer() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    tasks.add(task);
    return null;
  }

  /** Runs what was scheduled until now. */
  public void fire() {
    List<Runnable> due = List.copyOf(tasks);
    tasks.clear();
    due.forEach(Runnable::run);
  }
}
