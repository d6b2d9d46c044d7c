package org.amarula.testing.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clock and a timer for client and sandbox that move only when told to. Thread-safe; what falls
 * due runs on the thread that moves the time.
 */
public final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {
  private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(); // guarded by this
  private Instant now = Instant.now(); // guarded by this
  private long numbers; // guarded by this

  /** The present. */
  public synchronized Instant now() {
    return now;
  }

  /** A clock that tells this time, in UTC. */
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
        return now();
      }
    };
  }

  /** Moves the time and runs what falls due, in order. */
  public void advance(Duration span) {
    advanceTo(now().plus(span));
  }

  /** Moves the time to an instant, unless it has passed. */
  public void advanceTo(Instant end) {
    for (Task<?> due = nextDue(end); due != null; due = nextDue(end)) {
      due.run();
    }
    synchronized (this) {
      now = now.isBefore(end) ? end : now;
    }
  }

  /** Whether something is planned for a moment from one instant to another, both included. */
  public synchronized boolean isPlanned(Instant from, Instant to) {
    return tasks.stream().anyMatch(task -> !task.at.isBefore(from) && !task.at.isAfter(to));
  }

  private synchronized Task<?> nextDue(Instant end) {
    if (tasks.isEmpty() || tasks.peek().at.isAfter(end)) {
      return null;
    }
    Task<?> due = tasks.poll();
    now = now.isBefore(due.at) ? due.at : now;
    return due;
  }

  private synchronized void forget(Task<?> task) {
    tasks.remove(task);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public synchronized <V> ScheduledFuture<V> schedule(
      Callable<V> callable, long delay, TimeUnit unit) {
    Task<V> task = new Task<>(callable, now.plusNanos(unit.toNanos(delay)), numbers++);
    tasks.add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(Runnable c, long first, long every, TimeUnit unit) {
    return scheduleWithFixedDelay(c, first, every, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long first, long every, TimeUnit unit) {
    return schedule(
        () -> {
          command.run();
          scheduleWithFixedDelay(command, every, every, unit);
        },
        first,
        unit);
  }

  @Override
  public void execute(Runnable command) {
    schedule(command, 0, TimeUnit.NANOSECONDS);
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

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final Instant at;
    private final long number;

    Task(Callable<V> callable, Instant at, long number) {
      super(callable);
      this.at = at;
      this.number = number;
    }

    @Override
    public boolean cancel(boolean interrupt) {
      forget(this);
      return super.cancel(interrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(now(), at));
    }

    @Override
    public int compareTo(Delayed other) {
      Task<?> task = (Task<?>) other;
      int byTime = at.compareTo(task.at);
      return byTime == 0 ? Long.compare(number, task.number) : byTime;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
