package org.amarula.supervision.internal.callback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.instance.HeldCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callback threads of all accounts (design 6). A call that passes its limit is moved aside: its
 * thread is counted as held and another one takes its place, up to a bound; when it returns the
 * surplus thread ends. Only the running call is measured, never the time in a queue.
 *
 * <p>Where all threads wait without being held yet, for instance for results that need a callback
 * thread themselves, one more thread a second helps out within the same bound. Thread-safe.
 */
public final class CallbackPool implements Callbacks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackPool.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

  private final CallbackSettings settings;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Clock clock;
  private final ThreadPoolExecutor threads;
  private final Map<Thread, Running> running = new HashMap<>(); // guarded by running
  private boolean ticking; // guarded by running
  private int replaced; // guarded by running
  private int helping; // guarded by running
  private long completedBefore; // guarded by running

  /**
   * Threads that are started when they are needed.
   *
   * @param timer for the watch; its tasks only post to the workers
   * @param workers where the watch looks
   */
  public CallbackPool(
      CallbackSettings settings, ScheduledExecutorService timer, Executor workers, Clock clock) {
    this.settings = settings;
    this.timer = timer;
    this.workers = workers;
    this.clock = clock;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "amarula-callback-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    // After the end of the bundle, what is posted late has no effect.
    threads.setRejectedExecutionHandler((task, executor) -> {});
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(() -> call(new Plain(task)));
    synchronized (running) {
      tickSoon();
    }
  }

  @Override
  public boolean call(Callback callback) {
    Running own = new Running(callback, Thread.currentThread(), clock.instant());
    Running outer = enter(own);
    try {
      callback.run();
    } catch (Throwable e) { // user code must not end a thread of everyone
      LOG.warn("A callback of {} failed: {}", callback.name(), e.getClass().getName());
    }
    return leave(own, outer);
  }

  /** How many threads are held now. */
  public int heldCount() {
    synchronized (running) {
      return (int) running.values().stream().filter(Running::isHeld).count();
    }
  }

  /** How many threads there are. */
  public int threadCount() {
    return threads.getPoolSize();
  }

  private Running enter(Running own) {
    synchronized (running) {
      tickSoon();
      return running.put(own.thread, own);
    }
  }

  private boolean leave(Running own, Running outer) {
    boolean held;
    synchronized (running) {
      held = own.held;
      if (outer == null) {
        running.remove(own.thread);
      } else {
        outer.since = clock.instant(); // what it called counts for itself
        running.put(own.thread, outer);
      }
      own.over = true;
      if (own.replaced) {
        replaced--;
        resize();
      }
      if (own.interrupted) {
        Thread.interrupted(); // it was meant for the call
      }
    }
    if (held) {
      LOG.info(
          "{} has returned the thread {} after {} s.",
          own.callback.name(),
          own.thread.getName(),
          Duration.between(own.since, clock.instant()).toSeconds());
      own.callback.returned();
    }
    return held;
  }

  private void tickSoon() {
    if (!ticking && !threads.isShutdown()) {
      ticking = true;
      Instant due = clock.instant().plus(TICK);
      try {
        timer.schedule(
            () -> workers.execute(() -> tick(due)), TICK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("The timer has ended.");
      }
    }
  }

  private void tick(Instant due) {
    List<Running> held = new ArrayList<>();
    synchronized (running) {
      ticking = false;
      Instant now = clock.instant();
      // After a pause of the whole process everything looks old: look again first.
      if (Duration.between(due, now).compareTo(LATE) <= 0) {
        for (Running call : running.values()) {
          if (!call.held && Duration.between(call.since, now).compareTo(settings.limit()) >= 0) {
            hold(call);
            held.add(call);
          }
        }
      }
      help();
      if (!running.isEmpty() || !threads.getQueue().isEmpty() || helping > 0) {
        tickSoon();
      }
    }
    held.forEach(call -> call.callback.held(call));
  }

  private void hold(Running call) {
    call.held = true;
    if (replaced + helping < settings.replacements()) {
      call.replaced = true;
      replaced++;
      resize();
    }
    LOG.warn(
        "{} holds the thread {} for more than {} s; it is moved aside{}.",
        call.callback.name(),
        call.thread.getName(),
        settings.limit().toSeconds(),
        call.replaced ? "" : ", and there are too many of its kind to replace the thread");
  }

  private void help() {
    long completed = threads.getCompletedTaskCount();
    boolean stalled = !threads.getQueue().isEmpty() && completed == completedBefore;
    completedBefore = completed;
    if (stalled && replaced + helping < settings.replacements()) {
      helping++;
      resize();
    } else if (threads.getQueue().isEmpty() && helping > 0) {
      helping--;
      resize();
    }
  }

  private void resize() {
    int size = settings.threads() + replaced + helping;
    if (size > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(size);
      threads.setCorePoolSize(size);
    } else {
      threads.setCorePoolSize(size);
      threads.setMaximumPoolSize(size);
    }
  }

  /** Ends the threads; those that user code holds are interrupted, reported and given up. */
  @Override
  public void close() {
    threads.shutdown();
    interruptHeld();
    if (!awaitQuietly(LAST_PATIENCE)) {
      threads.shutdownNow();
      awaitQuietly(Duration.ofMillis(200));
    }
    synchronized (running) {
      for (Running call : running.values()) {
        LOG.warn(
            "{} still holds the thread {}, which is given up.",
            call.callback.name(),
            call.thread.getName());
      }
    }
  }

  private void interruptHeld() {
    List<Running> held;
    synchronized (running) {
      held = running.values().stream().filter(Running::isHeld).toList();
    }
    held.forEach(Running::interrupt);
  }

  private boolean awaitQuietly(Duration patience) {
    try {
      return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A task that nobody described. */
  private record Plain(Runnable task) implements Callback {
    @Override
    public String name() {
      return task.getClass().getName();
    }

    @Override
    public void run() {
      task.run();
    }
  }

  /** A call in progress. Its state is guarded by {@code running}. */
  private final class Running implements Hold {
    private final Callback callback;
    private final Thread thread;
    private Instant since;
    private boolean held;
    private boolean replaced;
    private boolean interrupted;
    private boolean over;

    Running(Callback callback, Thread thread, Instant since) {
      this.callback = callback;
      this.thread = thread;
      this.since = since;
    }

    boolean isHeld() {
      return held;
    }

    @Override
    public HeldCallback callback() {
      synchronized (running) {
        return new HeldCallback(callback.name(), thread.getName(), since);
      }
    }

    @Override
    public Duration limit() {
      return settings.limit();
    }

    @Override
    public void interrupt() {
      synchronized (running) {
        if (!over) {
          interrupted = true;
          thread.interrupt();
        }
      }
    }
  }
}
