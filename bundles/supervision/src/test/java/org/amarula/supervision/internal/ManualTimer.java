package org.amarula.supervision.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer and a clock that move only when told to. */
public final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final List<Task<?>> tasks = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        synchronized (ManualTimer.this) {
          return now;
        }
      }
    };
  }

  /** Moves the time and runs what is due, in order. */
  public void advance(Duration span) {
    Instant end;
    synchronized (this) {
      end = now.plus(span);
    }
    Task<?> due = nextDue(end);
    while (due != null) {
      due.run();
      due = nextDue(end);
    }
    synchronized (this) {
      now = end;
    }
  }

  /** The time jumps, as when the process was asleep: what is due meanwhile runs late. */
  public void jump(Duration span) {
    synchronized (this) {
      now = now.plus(span);
    }
    advanceTo(now);
  }

  private void advanceTo(Instant end) {
    List<Task<?>> late;
    synchronized (this) {
      late = tasks.stream().filter(task -> !task.isDone() && !task.at.isAfter(end)).toList();
      tasks.removeAll(late);
    }
    late.forEach(Task::run);
  }

  /** The waits of what is scheduled, soonest first. */
  public synchronized List<Duration> waits() {
    return tasks.stream()
        .filter(task -> !task.isDone())
        .map(task -> Duration.between(now, task.at))
        .sorted()
        .toList();
  }

  private synchronized Task<?> nextDue(Instant end) {
    tasks.removeIf(Task::isDone);
    Task<?> due =
        tasks.stream()
            .filter(task -> !task.at.isAfter(end))
            .min(Comparator.comparing(task -> task.at))
            .orElse(null);
    if (due != null) {
      tasks.remove(due);
      now = due.at;
    }
    return due;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public synchronized <V> ScheduledFuture<V> schedule(
      Callable<V> callable, long delay, TimeUnit unit) {
    Task<V> task = new Task<>(callable, now.plusNanos(unit.toNanos(delay)));
    tasks.add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(Runnable c, long i, long p, TimeUnit u) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(Runnable c, long i, long d, TimeUnit u) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable command) {
    command.run();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final Instant at;

    Task(Callable<V> callable, Instant at) {
      super(callable);
      this.at = at;
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
