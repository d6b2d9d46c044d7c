package org.amarula.messaging.internal.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Every thread of the tests: tasks run one by one, in order, on the thread that asks. With a source
 * of chance the workers' tasks run in any order, as on many threads, and the same seed gives the
 * same order again.
 */
public final class Steps implements Executor {
  private static final int MAX_STEPS = 1_000_000;

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> loose = new ArrayList<>();
  private final List<Lane> busy = new ArrayList<>(); // those that have something to do
  private Random random; // null: everything in order

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Lets the tasks of the workers run in an order of chance from now on. */
  public void shuffle(Random source) {
    random = source;
  }

  /** Whether the order is one of chance. */
  public boolean isShuffled() {
    return random != null;
  }

  /** Takes a task that need not wait for the earlier ones. */
  public void executeLoose(Runnable task) {
    if (random == null) {
      tasks.add(task);
    } else {
      loose.add(task);
    }
  }

  /** A thread of its own: its tasks run in order among themselves only. */
  public Executor lane() {
    return new Lane();
  }

  /** Whether nothing is left to do. */
  public boolean isIdle() {
    return tasks.isEmpty() && loose.isEmpty() && busy.isEmpty();
  }

  private Runnable next() {
    int others = loose.size() + busy.size();
    int choice = others == 0 ? 0 : random.nextInt(others + (tasks.isEmpty() ? 0 : 1));
    if (choice < loose.size()) {
      Runnable last = loose.remove(loose.size() - 1);
      return choice == loose.size() ? last : loose.set(choice, last);
    }
    return choice < others ? busy.get(choice - loose.size()).next() : tasks.remove();
  }

  private final class Lane implements Executor {
    private final Deque<Runnable> queue = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      if (random == null) {
        tasks.add(task);
        return;
      }
      if (queue.isEmpty()) {
        busy.add(this);
      }
      queue.add(task);
    }

    private Runnable next() {
      Runnable task = queue.remove();
      if (queue.isEmpty()) {
        busy.remove(this);
      }
      return task;
    }
  }

  /** Runs until nothing is left to do. */
  public void run() {
    int steps = 0;
    while (!isIdle()) {
      if (++steps > MAX_STEPS) {
        throw new AssertionError("The work does not end.");
      }
      next().run();
    }
  }

  /** Runs so many steps, if there are so many. */
  public void run(int steps) {
    for (int i = 0; i < steps && !isIdle(); i++) {
      next().run();
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
