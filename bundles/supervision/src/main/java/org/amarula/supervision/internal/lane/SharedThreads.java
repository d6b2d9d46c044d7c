package org.amarula.supervision.internal.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.supervision.internal.callback.CallbackPool;
import org.amarula.supervision.internal.callback.CallbackSettings;

/**
 * The threads of all accounts together: workers for protocol and crypto, callbacks for user code,
 * and one timer. Their number does not grow with the accounts.
 */
public final class SharedThreads implements AutoCloseable {
  private static final int MAX_REPLACED_WORKERS = 8;
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration TASK_BUDGET = Duration.ofSeconds(30);

  private final WatchedPool workers;
  private final FairPool fair;
  private final Executor common;
  private final CallbackPool callbacks;
  private final ScheduledThreadPoolExecutor timer;
  private final ScheduledExecutorService deadlines;
  private final Watch watch;

  /** Threads for a machine with {@code cores} cores. */
  public SharedThreads(int cores) {
    this(cores, TASK_BUDGET, CallbackSettings.STANDARD);
  }

  /**
   * Threads with a budget of their own.
   *
   * @param taskBudget a task that holds a worker for longer is stuck
   * @param callback the bounds of the callback threads
   */
  public SharedThreads(int cores, Duration taskBudget, CallbackSettings callback) {
    this(cores, taskBudget, callback, null);
  }

  /** Threads whose deadlines another timer measures, which stays the caller's to shut down. */
  public SharedThreads(int cores, ScheduledExecutorService deadlines) {
    this(cores, TASK_BUDGET, CallbackSettings.STANDARD, deadlines);
  }

  private SharedThreads(
      int cores,
      Duration taskBudget,
      CallbackSettings callback,
      ScheduledExecutorService deadlines) {
    workers = new WatchedPool(Math.max(2, cores), MAX_REPLACED_WORKERS, "amarula-worker-");
    fair = new FairPool(workers);
    common = fair.share();
    timer = new ScheduledThreadPoolExecutor(1, named("amarula-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.deadlines = deadlines == null ? timer : deadlines;
    callbacks = new CallbackPool(callback, timer, common, Clock.systemUTC());
    watch = new Watch(Clock.systemUTC(), PACE, taskBudget, workers::abandon);
    timer.scheduleWithFixedDelay(
        watch::look, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * One account's share of the workers, for protocol and crypto; never for user code. Shares take
   * turns, so that who floods one of them waits for himself.
   */
  public Executor workers() {
    return fair.share();
  }

  /** Finds the tasks that do not give a worker back. */
  public Watch watch() {
    return watch;
  }

  /** For user code only. */
  public CallbackPool callbacks() {
    return callbacks;
  }

  /** For deadlines; its tasks only post to lanes. */
  public ScheduledExecutorService timer() {
    return deadlines;
  }

  /** Ends all threads; those that user code holds are interrupted and given up. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    callbacks.close();
    boolean quiet = awaitQuietly(workers) & awaitQuietly(timer);
    if (!quiet) {
      workers.shutdownNow();
    }
  }

  private static boolean awaitQuietly(ExecutorService pool) {
    try {
      return pool.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
