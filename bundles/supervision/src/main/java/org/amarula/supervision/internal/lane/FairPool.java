package org.amarula.supervision.internal.lane;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Shares a pool among those who have much to do and those who have little: the tasks of one share
 * wait behind each other, and the shares take turns, one task each. An account that floods waits
 * for itself; the others wait for one task of it at most on each thread.
 *
 * <p>For each task that waits in a share, one ticket waits in the pool's own queue, and whichever
 * ticket comes up takes the task whose turn it is. So the pool may lose, replace and end its
 * threads as it likes, and the number of the shares costs nothing. Thread-safe.
 */
final class FairPool {
  private final Executor pool;
  private final Runnable ticket = this::runNext; // one for all: it knows no task
  private final Queue<Share> turns = new ArrayDeque<>(); // guarded by turns, as are all shares

  FairPool(Executor pool) {
    this.pool = pool;
  }

  /** One more share; forgotten when its last task has begun and nobody knows it. */
  Executor share() {
    return new Share();
  }

  private void runNext() {
    Runnable task;
    synchronized (turns) {
      Share share = turns.poll();
      if (share == null) {
        return; // the pool took a ticket and failed nevertheless, so its task was taken back
      }
      task = share.tasks.remove();
      if (!share.tasks.isEmpty()) {
        turns.add(share); // behind all others
      }
    }
    task.run();
  }

  private final class Share implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(1);

    // The ticket is bought under the lock, so that a task which it could not be bought for can be
    // taken back before another ticket runs it.
    @Override
    public void execute(Runnable task) {
      synchronized (turns) {
        boolean first = tasks.isEmpty();
        if (first) {
          turns.add(this);
        }
        boolean bought = false;
        try {
          tasks.add(task);
          pool.execute(ticket);
          bought = true;
        } finally {
          if (!bought) {
            takeBack(task, first);
          }
        }
      }
    }

    private void takeBack(Runnable task, boolean first) {
      if (tasks.peekLast() == task) {
        tasks.removeLast();
      }
      if (first) {
        turns.remove(this);
      }
    }
  }
}
