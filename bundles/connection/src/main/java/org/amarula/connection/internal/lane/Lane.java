package org.amarula.connection.internal.lane;

import java.time.Duration;
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

  /** Runs {@code task} after all that were posted before it. */
  public void post(Runnable task) {
    try {
      executor.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      abandoned.run();
    }
  }

  /** Posts {@code task} after a delay, unless it is cancelled before. */
  public Alarm after(Duration delay, Runnable task) {
    Alarm alarm = new Alarm();
    Runnable due =
        () -> {
          if (!alarm.cancelled) {
            task.run();
          }
        };
    try {
      alarm.pending = timer.schedule(() -> post(due), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      abandoned.run();
    }
    return alarm;
  }

  /** Fails when the caller is not on the lane: state would be shared between threads. */
  public void assertCurrent() {
    if (Thread.currentThread() != current) {
      throw new IllegalStateException("The state of a stream is touched outside of its lane.");
    }
  }

  /** From now on nothing runs. */
  public void close() {
    closed = true;
  }

  private void run(Runnable task) {
    if (closed) {
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
    public static final Alarm NONE = new Alarm();

    private volatile ScheduledFuture<?> pending;
    private volatile boolean cancelled;

    private Alarm() {}

    /** The task does not run, should it not have run yet; the timer forgets it. */
    public void cancel() {
      if (this == NONE) {
        return;
      }
      cancelled = true;
      ScheduledFuture<?> waiting = pending;
      if (waiting != null) {
        waiting.cancel(false);
      }
    }
  }
}
