package org.amarula.storage.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.amarula.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the log into the database beside the writer, which would otherwise hold up all accounts for
 * that long. What was committed meanwhile is little; the writer moves that itself, after which
 * SQLite begins the log anew, so that it does not grow.
 *
 * <p>{@link #committed} belongs to the writer's thread; the connection to a thread that comes with
 * work and goes without it. After {@link #close} on the writer's thread nothing runs any more.
 */
final class Checkpointer implements AutoCloseable {
  /** So many pages in the log are due to be moved; SQLite's own bound is higher. */
  static final int DUE_PAGES = 1500;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final String MOVE = "PRAGMA wal_checkpoint(PASSIVE)"; // waits for nobody
  private static final long PATIENCE_SECONDS = 10;

  /** Where the log of now stands. */
  private enum Phase {
    GROWING,
    MOVING,
    MOVED
  }

  private final Path file;
  private final Connection connection;
  private final ThreadPoolExecutor thread;
  private volatile Phase phase = Phase.GROWING;
  private long pages; // of the writer

  Checkpointer(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Checkpointer::named);
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Counts what a transaction has changed, and moves the log when that is due.
   *
   * @param changed how many pages it has written to the log, about
   * @param writer its connection, in no transaction
   */
  void committed(int changed, WriteConnection writer) {
    pages += changed;
    if (phase == Phase.MOVED) {
      pages = 0;
      phase = Phase.GROWING;
      finish(writer);
    } else if (phase == Phase.GROWING && pages >= DUE_PAGES) {
      begin();
    }
  }

  // Nothing that happens here may end the writer.
  private void begin() {
    phase = Phase.MOVING;
    try {
      thread.execute(this::move);
    } catch (RuntimeException | Error e) { // without a thread the log waits for SQLite's own bound
      LOG.warn("No thread could be had to move the log of {} into it.", file, e);
      pages = 0;
      phase = Phase.GROWING;
    }
  }

  private void move() {
    try {
      Database.execute(connection, MOVE);
    } catch (SQLException | RuntimeException e) { // SQLite's own bound is left
      LOG.warn("The log of {} could not be moved into it.", file, e);
    } finally {
      phase = Phase.MOVED;
    }
  }

  private void finish(WriteConnection writer) {
    try {
      writer.execute(MOVE);
    } catch (SQLException | RuntimeException | Error e) {
      LOG.warn("The log of {} could not be moved into it to the end.", file, e);
    }
  }

  @Override
  public void close() throws SQLException {
    thread.shutdown();
    boolean ended =
        Patience.await(
            Duration.ofSeconds(PATIENCE_SECONDS),
            nanos -> thread.awaitTermination(nanos, TimeUnit.NANOSECONDS));
    if (!ended) {
      throw new StorageException("The log of " + file + " is still being moved into it.");
    }
    connection.close();
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "amarula-storage-checkpoint");
    thread.setDaemon(true);
    return thread;
  }
}
