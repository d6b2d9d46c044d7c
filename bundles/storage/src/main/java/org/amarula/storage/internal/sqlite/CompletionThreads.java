package org.amarula.storage.internal.sqlite;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two daemon threads that end stages when the user gave no executor. They come with work and go
 * without it; after {@link #close} they finish what is queued.
 */
final class CompletionThreads implements Executor, AutoCloseable {
  private static final int THREADS = 2;

  private final AtomicInteger made = new AtomicInteger();
  private final ThreadPoolExecutor executor;

  CompletionThreads() {
    executor =
        new ThreadPoolExecutor(
            THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public void close() {
    executor.shutdown();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "amarula-storage-completion-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
