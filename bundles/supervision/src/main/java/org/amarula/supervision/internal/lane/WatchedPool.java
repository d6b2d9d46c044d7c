package org.amarula.supervision.internal.lane;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of daemon threads that survives tasks which never end: their threads are given up and
 * replaced, up to a bound; one that comes back makes its replacement superfluous. Thread-safe.
 */
public final class WatchedPool extends ThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedPool.class);
  private static final int IDLE_SECONDS = 30;

  private final int size;
  private final int maxReplaced;
  private final Set<Thread> abandoned = new HashSet<>(); // guarded by itself

  /**
   * A pool without threads yet.
   *
   * @param size how many threads work
   * @param maxReplaced how many more there may be in place of abandoned ones
   * @param prefix begins the names of the threads
   */
  public WatchedPool(int size, int maxReplaced, String prefix) {
    super(size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(prefix));
    this.size = size;
    this.maxReplaced = maxReplaced;
    allowCoreThreadTimeOut(true);
    // After the end of the bundle, what is posted late has no effect.
    setRejectedExecutionHandler((task, executor) -> {});
  }

  /** Counts on a thread of this pool no longer, until its task ends. */
  public void abandon(Thread thread) {
    synchronized (abandoned) {
      if (abandoned.add(thread)) {
        resize();
      }
    }
    LOG.error("Thread {} is given up: its task does not end", thread.getName());
  }

  /** The names of the threads that were given up and have not come back. */
  public List<String> abandoned() {
    List<String> names = new ArrayList<>();
    synchronized (abandoned) {
      abandoned.removeIf(thread -> !thread.isAlive());
      abandoned.forEach(thread -> names.add(thread.getName()));
    }
    return names;
  }

  @Override
  protected void afterExecute(Runnable task, Throwable failure) {
    synchronized (abandoned) {
      if (abandoned.remove(Thread.currentThread())) {
        resize();
      }
    }
  }

  private void resize() {
    int wanted = size + Math.min(maxReplaced, abandoned.size());
    if (wanted > getMaximumPoolSize()) {
      setMaximumPoolSize(wanted);
      setCorePoolSize(wanted);
    } else {
      setCorePoolSize(wanted);
      setMaximumPoolSize(wanted);
    }
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
