package org.amarula.sandbox.internal.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial executor that owns all mutable state of one server: whatever runs here needs no lock.
 * Other threads hand work over. Lives as long as the server.
 *
 * <p>What a task hands over belongs to its step: it runs right behind the task, before anything of
 * other threads. So whoever was answered by the server and then asks it finds all that followed
 * from what was answered.
 */
public final class Lane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration STOP_BUDGET = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor executor;
  private final ScheduledExecutorService timer;
  private final AtomicLong failures = new AtomicLong();
  private final Queue<Runnable> behind = new ArrayDeque<>(); // on the lane
  private boolean stepping; // on the lane
  private volatile Thread thread;

  /** A lane that is its own timer. */
  public Lane(String name) {
    this.executor = executor(name);
    this.timer = executor;
  }

  /** A lane whose delays another timer measures, as tests with virtual time do. */
  public Lane(String name, ScheduledExecutorService timer) {
    this.executor = executor(name);
    this.timer = timer;
  }

  private ScheduledThreadPoolExecutor executor(String name) {
    ScheduledThreadPoolExecutor created =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread started = new Thread(task, name);
              started.setDaemon(true);
              thread = started;
              return started;
            });
    created.setRemoveOnCancelPolicy(true);
    created.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return created;
  }

  /**
   * Runs a task after those handed over before; behind the running one when already on the lane.
   * Ignored once the lane is closed.
   */
  public void execute(Runnable task) {
    if (isCurrent() && stepping) {
      behind.add(task);
      return;
    }
    try {
      executor.execute(() -> step(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("The lane is closed; a late task is left out.");
    }
  }

  /** Runs a task on the lane after a delay. */
  public ScheduledFuture<?> schedule(Duration delay, Runnable task) {
    return timer.schedule(() -> execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a task on the lane after a delay in real time, as sockets need it. */
  public void linger(Duration delay, Runnable task) {
    try {
      executor.schedule(() -> step(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The lane is closed; a late task is left out.");
    }
  }

  /**
   * Runs a question on the lane and waits for its answer and what follows from it; at once when
   * already there.
   */
  public <T> T call(Callable<T> question) {
    if (isCurrent()) {
      return answer(question);
    }
    CompletableFuture<T> answered = new CompletableFuture<>();
    CompletableFuture<Void> over = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            step(() -> answer(question, answered));
            over.complete(null);
          });
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The sandbox server is closed.", e);
    }
    await(over);
    return await(answered);
  }

  private static <T> void answer(Callable<T> question, CompletableFuture<T> answered) {
    try {
      answered.complete(question.call());
    } catch (Exception | Error e) {
      answered.completeExceptionally(e);
    }
  }

  private static <T> T await(CompletableFuture<T> answered) {
    try {
      return answered.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("The sandbox server failed.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking the sandbox server.", e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("The sandbox server does not answer.", e);
    }
  }

  private static <T> T answer(Callable<T> question) {
    try {
      return question.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The sandbox server failed.", e);
    }
  }

  /** Whether the caller runs on the lane. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** How many tasks ended with an unexpected exception. */
  public long failures() {
    return failures.get();
  }

  private void step(Runnable task) {
    stepping = true;
    guard(task);
    for (Runnable next = behind.poll(); next != null; next = behind.poll()) {
      guard(next);
    }
    stepping = false;
  }

  private void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // One bad task must not silence the server; the count makes it visible to tests.
      failures.incrementAndGet();
      LOG.error("A task of the sandbox server failed.", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(STOP_BUDGET.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The sandbox server's lane does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
