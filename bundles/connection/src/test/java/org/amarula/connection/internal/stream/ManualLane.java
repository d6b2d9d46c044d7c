package org.amarula.connection.internal.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A serial executor whose tasks run when a test says so. */
final class ManualLane implements Executor {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean closed;

  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    tasks.add(task);
  }

  /** Runs until nothing is left to run. */
  void settle() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Takes no task any more and drops those that wait. */
  void close() {
    closed = true;
    tasks.clear();
  }
}
