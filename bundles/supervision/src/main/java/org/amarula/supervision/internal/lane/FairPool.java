package org.amarula.supervision.internal.lane;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Shares a pool among those who have much to do and those who have little, by the time that their
 * tasks take (start-time fair queueing): the share that had least of the threads is next. Who had
 * nothing to do for a while has saved up what one message takes, and no more. An account that
 * floods waits for itself; the others wait for the task that runs at most on each thread.
 *
 * <p>For each task that waits in a share, one ticket waits in the pool's own queue, and whichever
 * ticket comes up takes the task whose turn it is. So the pool may lose, replace and end its
 * threads as it likes, and the number of the shares costs nothing. Thread-safe.
 */
final class FairPool {
  private static final long LEAST_COST = 10_000; // ns: also who does next to nothing takes a turn
  private static final long MOST_CREDIT = 10_000_000; // ns: what the tasks of a message or two take
  private static final long MOST_DEBT = 100_000_000; // ns: who was stuck for a minute is forgiven

  private final Executor pool;
  private final LongSupplier nanos;
  private final Runnable ticket = this::runNext; // one for all: it knows no task
  private final PriorityQueue<Share> turns = // guarded by itself, as are all shares
      new PriorityQueue<>(
          Comparator.<Share>comparingLong(share -> share.due)
              .thenComparingLong(share -> share.place));

  private long now; // in the time that fair shares of the threads take; guarded by turns
  private long places; // guarded by turns

  FairPool(Executor pool) {
    this(pool, System::nanoTime);
  }

  /** A pool that measures its tasks by a clock of the caller's. */
  FairPool(Executor pool, LongSupplier nanos) {
    this.pool = pool;
    this.nanos = nanos;
  }

  /** One more share; forgotten when its last task has ended and nobody knows it. */
  Executor share() {
    return new Share();
  }

  private void runNext() {
    Share share;
    Runnable task;
    long expected;
    synchronized (turns) {
      share = turns.poll();
      if (share == null) {
        return; // the pool took a ticket and failed nevertheless, so its task was taken back
      }
      task = share.tasks.remove();
      now = Math.max(now, share.due);
      expected = share.expect();
      if (!share.tasks.isEmpty()) {
        share.queue(); // there is room, the place that it had
      }
    }
    long begin = nanos.getAsLong();
    try {
      task.run();
    } finally {
      share.charge(expected, Math.max(nanos.getAsLong() - begin, LEAST_COST));
    }
  }

  private final class Share implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(1);
    private long due; // when its next turn is
    private long debt; // what it had since that was fixed; negative: it was charged too much
    private long usual = LEAST_COST; // what a task of it costs
    private long place; // among those of the same time

    // The ticket is bought under the lock, so that a task which it could not be bought for can be
    // taken back before another ticket runs it.
    @Override
    public void execute(Runnable task) {
      synchronized (turns) {
        boolean first = tasks.isEmpty();
        if (first) {
          queue();
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

    private void queue() {
      due = Math.max(due + debt, now - MOST_CREDIT);
      debt = 0;
      place = places++;
      turns.add(this);
    }

    /** Charges for a task what those before it cost, since it may run beside the next one. */
    private long expect() {
      debt += usual;
      return usual;
    }

    private void charge(long expected, long cost) {
      synchronized (turns) {
        debt = Math.min(debt + cost - expected, MOST_DEBT);
        usual += (Math.min(cost, MOST_DEBT) - usual) / 4;
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
