package org.amarula.supervision.internal.callback;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.amarula.api.Profile;

/**
 * Completes the public stages of one account on callback threads, in order. What hangs on a stage
 * is user code: when that does not come back, the stages after it go on without it. Thread-safe.
 */
public final class ResultLane implements Executor {
  private static final int TASKS_PER_TURN = 64;

  private final Callbacks callbacks;
  private final Profile profile;
  private final Queue<Runnable> tasks = new ArrayDeque<>(1); // guarded by tasks
  private Turn turn; // guarded by tasks; null while there is nothing to do

  /** A lane for the results of {@code profile}. */
  public ResultLane(Callbacks callbacks, Profile profile) {
    this.callbacks = callbacks;
    this.profile = profile;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (turn == null) {
        begin();
      }
    }
  }

  private void begin() {
    turn = new Turn();
    callbacks.execute(turn);
  }

  /** Works on the tasks until it is replaced, because one of them is held. */
  private final class Turn implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < TASKS_PER_TURN; i++) {
        Runnable task;
        synchronized (tasks) {
          if (turn != this) {
            return;
          }
          task = tasks.poll();
          if (task == null) {
            turn = null;
            return;
          }
        }
        callbacks.call(new Completion(this, task));
      }
      synchronized (tasks) {
        if (turn == this) {
          callbacks.execute(this);
        }
      }
    }
  }

  /** One stage that is completed. */
  private final class Completion implements Callback {
    private final Turn of;
    private final Runnable task;

    Completion(Turn of, Runnable task) {
      this.of = of;
      this.task = task;
    }

    @Override
    public String name() {
      return "what hangs on a result of " + profile;
    }

    @Override
    public void run() {
      task.run();
    }

    @Override
    public void held(Hold hold) {
      synchronized (tasks) {
        if (turn == of) {
          begin();
        }
      }
    }
  }
}
