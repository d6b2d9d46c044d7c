package org.amarula.supervision.internal.lane;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other, in order, on threads of a shared pool. It holds a thread only
 * while it has work, and gives it back after a few tasks, so that lanes share the pool fairly.
 *
 * <p>A task that throws ends nothing here: its error goes to the crash handler, which decides.
 * Thread-safe.
 */
public final class SerialLane implements Executor {
  private static final int TASKS_PER_TURN = 64;

  private final Executor pool;
  private final Consumer<Throwable> crashHandler;
  private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by tasks
  private boolean scheduled; // guarded by tasks
  private boolean paused; // guarded by tasks
  private boolean closed; // guarded by tasks
  private volatile Thread current;

  /** A lane on {@code pool}; {@code crashHandler} must not throw. */
  public SerialLane(Executor pool, Consumer<Throwable> crashHandler) {
    this.pool = pool;
    this.crashHandler = crashHandler;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      if (closed) {
        return; // what is left for a dead owner has no effect any more
      }
      tasks.add(task);
      if (scheduled || paused) {
        return;
      }
      scheduled = true;
    }
    pool.execute(this::turn);
  }

  /** Keeps tasks back until {@link #resume}. */
  public void pause() {
    synchronized (tasks) {
      paused = true;
    }
  }

  /** Runs what was kept back. */
  public void resume() {
    synchronized (tasks) {
      paused = false;
      if (scheduled || tasks.isEmpty()) {
        return;
      }
      scheduled = true;
    }
    pool.execute(this::turn);
  }

  /** Drops waiting tasks and takes no more. The running one ends by itself. */
  public void close() {
    synchronized (tasks) {
      closed = true;
      tasks.clear();
    }
  }

  /** Whether the calling thread runs a task of this lane. */
  public boolean isCurrent() {
    return current == Thread.currentThread();
  }

  /** Interrupts the running task, if one runs. */
  public void interrupt() {
    Thread thread = current;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void turn() {
    for (int i = 0; i < TASKS_PER_TURN; i++) {
      Runnable task = next();
      if (task == null) {
        return;
      }
      run(task);
    }
    pool.execute(this::turn);
  }

  private Runnable next() {
    synchronized (tasks) {
      Runnable task = paused ? null : tasks.poll();
      if (task == null) {
        scheduled = false;
      }
      return task;
    }
  }

  private void run(Runnable task) {
    current = Thread.currentThread();
    try {
      task.run();
    } catch (Throwable e) { // an Error of one account is that account's crash, nobody else's
      crashHandler.accept(e);
    } finally {
      current = null;
    }
  }
}
