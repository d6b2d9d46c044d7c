package org.amarula.supervision.internal.lane;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other, in order, on threads of a shared pool. It holds a thread only
 * while it has work, and gives it back after a few tasks, so that lanes share the pool fairly.
 *
 * <p>A task that throws ends nothing here: its error goes to the crash handler, which decides.
 * Thread-safe.
 */
public final class SerialLane implements Executor {
  private static final int TASKS_PER_TURN = 8;

  private final Executor pool;
  private final BiConsumer<Consumer<Throwable>, Runnable> runner;
  private final Consumer<Throwable> crashHandler;
  private final Queue<Runnable> tasks = new ArrayDeque<>(1); // guarded by tasks
  private final Object interruption = new Object();
  private boolean scheduled; // guarded by tasks
  private boolean paused; // guarded by tasks
  private boolean closed; // guarded by tasks
  private Runnable whenOver; // guarded by tasks; null: nobody waits
  private volatile Thread current; // written under interruption

  /** A lane on {@code pool} that nobody watches; {@code crashHandler} must not throw. */
  public SerialLane(Executor pool, Consumer<Throwable> crashHandler) {
    this.pool = pool;
    this.runner = (owner, task) -> task.run();
    this.crashHandler = crashHandler;
  }

  /** A lane on {@code pool} whose stuck tasks are crashes too. */
  public SerialLane(Executor pool, Watch watch, Consumer<Throwable> crashHandler) {
    this.pool = pool;
    this.runner = watch::run;
    this.crashHandler = crashHandler;
  }

  @Override
  public void execute(Runnable task) {
    offer(task); // what is left for a dead owner has no effect any more
  }

  /** Like {@link #execute}; false when the lane is closed and the task was dropped. */
  public boolean offer(Runnable task) {
    synchronized (tasks) {
      if (closed) {
        return false;
      }
      tasks.add(task);
      if (scheduled || paused) {
        return true;
      }
      scheduled = true;
    }
    schedule();
    return true;
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
    schedule();
  }

  /** Drops waiting tasks and takes no more. The running one ends by itself. */
  public void close() {
    synchronized (tasks) {
      closed = true;
      tasks.clear();
    }
  }

  /**
   * Calls {@code over} once no task of this lane runs any more, which is closed already: at once,
   * or after the last one on its thread. One caller may wait.
   */
  public void whenOver(Runnable over) {
    synchronized (tasks) {
      if (scheduled) {
        whenOver = over;
        return;
      }
    }
    over.run();
  }

  /** Whether the calling thread runs a task of this lane. */
  public boolean isCurrent() {
    return current == Thread.currentThread();
  }

  /** How many tasks wait. */
  public int waiting() {
    synchronized (tasks) {
      return tasks.size();
    }
  }

  /** Interrupts the running task, if one runs; never what the thread does afterwards. */
  public void interrupt() {
    synchronized (interruption) {
      Thread thread = current;
      if (thread != null && thread != Thread.currentThread()) {
        thread.interrupt();
      }
    }
  }

  /** Reports that a task has crashed which somebody else caught. */
  public void crash(Throwable failure) {
    crashed(failure);
  }

  private void schedule() {
    try {
      pool.execute(this::turn);
    } catch (OutOfMemoryError e) {
      synchronized (tasks) {
        scheduled = false; // the next task tries again
      }
      throw e;
    }
  }

  private void turn() {
    boolean more = true;
    while (more) {
      for (int i = 0; i < TASKS_PER_TURN; i++) {
        Runnable task = next();
        if (task == null) {
          tellOver();
          return;
        }
        run(task);
      }
      try {
        pool.execute(this::turn);
        more = false;
      } catch (OutOfMemoryError e) {
        more = true; // without memory for fairness, this thread goes on
      }
    }
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

  private void tellOver() {
    Runnable told;
    synchronized (tasks) {
      told = whenOver;
      whenOver = null;
    }
    if (told != null) {
      told.run();
    }
  }

  private void run(Runnable task) {
    synchronized (interruption) {
      current = Thread.currentThread();
    }
    try {
      runner.accept(crashHandler, task);
    } catch (Throwable e) { // an Error of one account is that account's crash, nobody else's
      crashed(e);
    } finally {
      synchronized (interruption) {
        current = null;
        Thread.interrupted(); // an interruption was meant for this task
      }
    }
  }

  // Without memory the report itself may fail: it is made again before the next task.
  private void crashed(Throwable failure) {
    try {
      crashHandler.accept(failure);
    } catch (OutOfMemoryError e) {
      synchronized (tasks) {
        tasks.clear(); // what waits belongs to the dead
        tasks.add(() -> crashHandler.accept(failure));
      }
    }
  }
}
