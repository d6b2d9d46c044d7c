package org.amarula.messaging.internal.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Every thread of the tests: tasks run one by one, in order, on the thread that asks. */
public final class Steps implements Executor {
  private static final int MAX_STEPS = 1_000_000;

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs until nothing is left to do. */
  public void run() {
    int steps = 0;
    while (!tasks.isEmpty()) {
      if (++steps > MAX_STEPS) {
        throw new AssertionError("The work does not end.");
      }
      tasks.remove().run();
    }
  }

  /** Runs so many steps, if there are so many. */
  public void run(int steps) {
    for (int i = 0; i < steps && !tasks.isEmpty(); i++) {
      tasks.remove().run();
    }
  }

  /** Runs until nothing is left, then returns the value of a stage that must be complete. */
  public <T> T await(CompletionStage<T> stage) {
    run();
    if (!stage.toCompletableFuture().isDone()) {
      throw new AssertionError("Nothing is left to do and the stage is not complete.");
    }
    return stage.toCompletableFuture().join();
  }
}
