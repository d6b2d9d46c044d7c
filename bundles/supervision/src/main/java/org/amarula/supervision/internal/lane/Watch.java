package org.amarula.supervision.internal.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Finds tasks that do not give their thread back. It looks at running tasks only, at a steady pace,
 * and counts the looks: time in a queue never counts, and neither does a pause of the whole
 * process, since a look that comes late is skipped. Thread-safe.
 */
public final class Watch {
  /** Never looks. */
  public static final Watch NONE =
      new Watch(Clock.systemUTC(), Duration.ofHours(1), Duration.ofDays(1), thread -> {});

  private final Map<Thread, Running> running = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration pace;
  private final int budget;
  private final Consumer<Thread> whenStuck;
  private Instant last; // guarded by this

  /**
   * A watch that has not looked yet.
   *
   * @param pace how often {@link #look} is called
   * @param budget how long a task may run
   * @param whenStuck is told of a thread that is held, before the task's owner is
   */
  public Watch(Clock clock, Duration pace, Duration budget, Consumer<Thread> whenStuck) {
    this.clock = clock;
    this.pace = pace;
    this.budget = (int) Math.max(1, budget.dividedBy(pace));
    this.whenStuck = whenStuck;
  }

  /** How often {@link #look} wants to be called. */
  public Duration pace() {
    return pace;
  }

  /**
   * Runs {@code task} on the calling thread, watched.
   *
   * @param owner is told when it is stuck; must only post
   */
  public void run(Consumer<Throwable> owner, Runnable task) {
    Thread thread = Thread.currentThread();
    Running outer = running.put(thread, new Running(owner));
    try {
      task.run();
    } finally {
      if (outer == null) {
        running.remove(thread);
      } else {
        running.put(thread, outer);
      }
    }
  }

  /** Looks once at all that runs. */
  public synchronized void look() {
    Instant now = clock.instant();
    boolean late = last != null && last.plus(pace.multipliedBy(2)).isBefore(now);
    last = now;
    if (late) {
      return; // it was not the tasks that were slow
    }
    running.forEach(
        (thread, task) -> {
          task.looks++;
          if (task.looks == budget) {
            whenStuck.accept(thread);
            task.owner.accept(new StuckException(thread.getName(), pace.multipliedBy(budget)));
          }
        });
  }

  private static final class Running {
    private final Consumer<Throwable> owner;
    private int looks; // guarded by the watch

    Running(Consumer<Throwable> owner) {
      this.owner = owner;
    }
  }
}
