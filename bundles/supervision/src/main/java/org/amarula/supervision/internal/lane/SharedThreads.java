package org.amarula.supervision.internal.lane;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all accounts together: workers for protocol and crypto, callbacks for user code,
 * and one timer. Their number does not grow with the accounts.
 */
public final class SharedThreads implements AutoCloseable {
  private static final int CALLBACK_THREADS = 4;

  private final ThreadPoolExecutor workers;
  private final ThreadPoolExecutor callbacks;
  private final ScheduledThreadPoolExecutor timer;

  /** Threads for a machine with {@code cores} cores. */
  public SharedThreads(int cores) {
    workers = pool(Math.max(2, cores), "amarula-worker-");
    callbacks = pool(CALLBACK_THREADS, "amarula-callback-");
    timer = new ScheduledThreadPoolExecutor(1, named("amarula-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** For protocol and crypto; never for user code. */
  public ExecutorService workers() {
    return workers;
  }

  /** For user code only. */
  public ExecutorService callbacks() {
    return callbacks;
  }

  /** For deadlines; its tasks only post to lanes. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /** Ends all threads; those that user code holds are interrupted and given up. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    callbacks.shutdown();
    boolean quiet = awaitQuietly(workers) & awaitQuietly(callbacks) & awaitQuietly(timer);
    if (!quiet) {
      workers.shutdownNow();
      callbacks.shutdownNow();
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

  private static ThreadPoolExecutor pool(int size, String prefix) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(prefix));
    pool.allowCoreThreadTimeOut(true);
    // After the end of the bundle, what is posted late has no effect.
    pool.setRejectedExecutionHandler((task, executor) -> {});
    return pool;
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
