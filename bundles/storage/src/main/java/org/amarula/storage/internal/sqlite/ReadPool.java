package org.amarula.storage.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections for reads, lent to the calling threads in the order of their arrival. Lives as
 * long as the storage; thread-safe.
 */
final class ReadPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadPool.class);
  private static final int SIZE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path file;
  // The one used last is lent first: its cache holds the pages of the newest commit, if any does.
  private final Deque<ReadConnection> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore free = new Semaphore(SIZE, true);
  private volatile boolean closed;

  private ReadPool(Path file) {
    this.file = file;
  }

  /** Asks one connection something. */
  interface Query<T> {
    T of(ReadConnection connection) throws SQLException;
  }

  static ReadPool open(Path file) throws SQLException {
    ReadPool pool = new ReadPool(file);
    try {
      for (int i = 0; i < SIZE; i++) {
        pool.idle.add(new ReadConnection(Database.openReader(file)));
      }
      return pool;
    } catch (SQLException e) {
      pool.closeIdle();
      throw e;
    }
  }

  <T> T ask(Query<T> query) {
    free.acquireUninterruptibly(); // reads are short; an interrupt is left to the caller
    try {
      if (closed) {
        throw Faults.closed(file);
      }
      ReadConnection connection = idle.pop();
      try {
        return query.of(connection);
      } catch (SQLException | RuntimeException e) {
        connection.recover();
        throw e;
      } finally {
        idle.push(connection);
      }
    } catch (SQLException e) {
      throw Faults.of(file, e);
    } finally {
      if (closed) {
        closeIdle(); // close() had no more patience with this reader
      }
      free.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    boolean all =
        Patience.await(PATIENCE, nanos -> free.tryAcquire(SIZE, nanos, TimeUnit.NANOSECONDS));
    closeIdle();
    if (all) {
      free.release(SIZE); // waiting readers learn that it is closed
    }
  }

  private void closeIdle() {
    for (ReadConnection next = idle.poll(); next != null; next = idle.poll()) {
      try {
        next.close();
      } catch (SQLException e) {
        LOG.warn("A reading connection to {} could not be closed.", file, e);
      }
    }
  }
}
