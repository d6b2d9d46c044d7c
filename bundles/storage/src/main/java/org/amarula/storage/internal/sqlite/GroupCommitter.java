package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.amarula.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer: takes all writes that wait, commits them in one transaction, then ends their stages.
 * When a transaction fails, each of its writes is tried alone, so that a bad one fails only itself.
 *
 * <p>Lives as long as the storage. Thread-safe; the connection and the generation belong to the
 * writer's thread. The queue is bounded by {@link PendingBatches}, profile by profile.
 */
final class GroupCommitter {
  static final String THREAD = "amarula-storage-writer";

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
  private static final int MAX_GROUP = 256;
  private static final PendingWrite END =
      new PendingWrite(connection -> {}, new CompletableFuture<>(), () -> {});

  private final Path file;
  private final WriteConnection connection;
  private final GenerationFile generation;
  private final Checkpointer checkpointer;
  private final Executor completions;
  private final Runnable atEnd;
  private final BlockingQueue<PendingWrite> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guarded by the monitor of the queue, so that nothing is queued behind {@link #END}. */
  private boolean closed;

  GroupCommitter(
      Path file,
      WriteConnection connection,
      GenerationFile generation,
      Checkpointer checkpointer,
      Executor completions,
      Runnable atEnd) {
    this.file = file;
    this.connection = connection;
    this.generation = generation;
    this.checkpointer = checkpointer;
    this.completions = completions;
    this.atEnd = atEnd;
  }

  /** Starts the thread, which runs {@code atEnd} when all is written after {@link #close}. */
  void start() {
    Thread thread = new Thread(this::run, THREAD);
    thread.setDaemon(true);
    thread.start();
  }

  /** Queues a write; the future ends on the executor. */
  CompletableFuture<Void> submit(Write write, Runnable settled) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    synchronized (queue) {
      if (!closed) {
        queue.add(new PendingWrite(write, result, settled));
        return result;
      }
    }
    settled.run();
    result.completeExceptionally(Faults.closed(file));
    return result;
  }

  /** Refuses new writes; answers whether all is written and released within the time. */
  boolean close(Duration patience) {
    synchronized (queue) {
      if (!closed) {
        closed = true;
        queue.add(END);
      }
    }
    return Patience.await(patience, nanos -> ended.await(nanos, TimeUnit.NANOSECONDS));
  }

  private void run() {
    try {
      List<PendingWrite> group = new ArrayList<>();
      boolean more = true;
      while (more) {
        group.add(takeUninterruptibly());
        queue.drainTo(group, MAX_GROUP - 1);
        more = !endsIn(group);
        commit(group);
        group.clear();
      }
    } finally {
      atEnd.run();
      ended.countDown();
    }
  }

  // By identity: equals of a record with components of ours pins our class loader on JDK 17, where
  // java.lang.runtime.ObjectMethods caches the type it compared last.
  private static boolean endsIn(List<PendingWrite> group) {
    int last = group.size() - 1;
    if (group.get(last) != END) {
      return false;
    }
    group.remove(last);
    return true;
  }

  private PendingWrite takeUninterruptibly() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        LOG.debug("The writer does not end by an interrupt.", e);
      }
    }
  }

  private void commit(List<PendingWrite> group) {
    if (group.isEmpty()) {
      return;
    }
    Optional<StorageException> failure = attempt(group);
    if (failure.isPresent() && group.size() > 1) {
      group.forEach(write -> settle(List.of(write), attempt(List.of(write))));
    } else {
      settle(group, failure);
    }
    checkpointer.committed(connection.pages());
  }

  private Optional<StorageException> attempt(List<PendingWrite> group) {
    try {
      long newest = connection.transact(group.stream().map(PendingWrite::write).toList());
      record(newest);
      return Optional.empty();
    } catch (SQLException | RuntimeException | Error e) { // whatever it is, the writer goes on
      connection.rollback();
      return Optional.of(Faults.of(file, e));
    }
  }

  private void record(long newest) {
    try {
      generation.write(newest);
    } catch (IOException e) {
      LOG.warn("The commit is durable, but its number was not noted beside {}.", file, e);
    }
  }

  private void settle(List<PendingWrite> group, Optional<StorageException> failure) {
    group.forEach(write -> write.settled().run());
    group.forEach(write -> end(write.result(), failure));
  }

  private void end(CompletableFuture<Void> result, Optional<StorageException> failure) {
    Runnable end =
        () -> failure.ifPresentOrElse(result::completeExceptionally, () -> result.complete(null));
    try {
      completions.execute(end);
    } catch (RejectedExecutionException e) {
      end.run(); // the executor is shut down: better here than never
    }
  }
}
