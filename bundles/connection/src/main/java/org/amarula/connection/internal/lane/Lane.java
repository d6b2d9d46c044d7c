package org.amarula.connection.internal.lane;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The lane of one stream: tasks run one at a time in the order in which they were posted, and the
 * timer only posts. Lives as long as its stream; after {@link #close} a late task does nothing.
 * {@link #post}, {@link #after} and {@link #close} may be called on any thread.
 */
public final class Lane {
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final Consumer<Throwable> crashed;
  private final Runnable abandoned;
  private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();
  private Thread current;
  private volatile boolean closed;

  /**
   * Wraps a serial executor.
   *
   * @param executor runs one task at a time, in order
   * @param timer for delays
   * @param crashed is told, on the lane, what a task threw
   * @param abandoned is called, on any thread, when the executor takes no task any more
   */
  public Lane(
      Executor executor,
      ScheduledExecutorService timer,
      Consumer<Throwable> crashed,
      Runnable abandoned) {
    this.executor = executor;
    this.timer = timer;
    this.crashed = crashed;
    this.abandoned = abandoned;
  }

  /** Runs {@code task} after all that were posted before it; not at all once this is closed. */
  public void post(Runnable task) {
    post(task, () -> {});
  }

  /** As {@link #post(Runnable)}; {@code dropped} runs instead when the task never will. */
  public void post(Runnable task, Runnable dropped) {
    try {
      executor.execute(() -> run(task, dropped));
    } catch (RejectedExecutionException e) {
      abandoned.run();
      dropped.run();
    }
  }

  /** Runs {@code task} at once when the caller is on the lane, else posts it. */
  public void runOrPost(Runnable task) {
    if (Thread.currentThread() == current) {
      task.run();
    } else {
      post(task);
    }
  }

  /** Posts {@code task} after a delay, unless it is cancelled before. */
  public Alarm after(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(alarms);
    Runnable due =
        () -> {
          if (alarms.remove(alarm)) {
            task.run();
          }
        };
    alarms.add(alarm);
    try {
      alarm.pending = timer.schedule(() -> post(due), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      abandoned.run();
    }
    if (closed) {
      alarm.cancel();
    }
    return alarm;
  }

  /** Fails when the caller is not on the lane: state would be shared between threads. */
  public void assertCurrent() {
    if (Thread.currentThread() != current) {
      throw new IllegalStateException("The state of a stream is touched outside of its lane.");
    }
  }

  /** From now on nothing runs, and the timer holds nothing of this lane. */
  public void close() {
    closed = true;
    alarms.forEach(Alarm::cancel);
  }

  private void run(Runnable task, Runnable dropped) {
    if (closed) {
      dropped.run();
      return;
    }
    Thread outer = current;
    current = Thread.currentThread();
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      crashed.accept(e);
    } finally {
      current = outer;
    }
  }

  /** A task that waits for its time. */
  public static final class Alarm {
    /** Never due. */
    public static final Alarm NONE = new Alarm(ConcurrentHashMap.newKeySet());

    private final Set<Alarm> alarms;
    private volatile ScheduledFuture<?> pending;

    private Alarm(Set<Alarm> alarms) {
      this.alarms = alarms;
    }

    /** The task does not run, should it not have run yet; the timer forgets it. */
    public void cancel() {
      alarms.remove(this);
      ScheduledFuture<?> waiting = pending;
      if (waiting != null) {
        waiting.cancel(false);
      }
    }
  }
}
