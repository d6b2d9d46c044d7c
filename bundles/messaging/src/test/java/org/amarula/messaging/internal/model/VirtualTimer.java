package org.amarula.messaging.internal.model;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer of one process, on the clock of the run. Starts no thread. */
final class VirtualTimer extends ScheduledThreadPoolExecutor {
  private final Clock clock;
  private final List<Due> tasks = new ArrayList<>();

  private record Due(long atMillis, Runnable task) {}

  VirtualTimer(Clock clock) {
    super(0);
    this.clock = clock;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    tasks.add(new Due(clock.millis() + unit.toMillis(delay), task));
    return null;
  }

  /** Runs what is due; tasks of a timer only post. */
  void fire() {
    List<Due> due = tasks.stream().filter(one -> one.atMillis() <= clock.millis()).toList();
    tasks.removeAll(due);
    due.forEach(one -> one.task().run());
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }
}
