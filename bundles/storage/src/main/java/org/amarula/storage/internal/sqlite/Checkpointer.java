package org.amarula.storage.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.amarula.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the log into the database beside the writer, which would otherwise hold up all accounts for
 * that long. What was committed meanwhile is moved by another pass, and so on for a few.
 *
 * <p>SQLite begins the log anew when a transaction begins while all of it is moved. A writer that
 * never rests may miss that; then SQLite moves the little that is left within a commit, as soon as
 * the log has the length that {@link Database#openWriter} allows.
 *
 * <p>{@link #committed} belongs to the writer's thread; the connection to a thread that comes with
 * work and goes without it. After {@link #close} nothing runs any more.
 */
final class Checkpointer implements AutoCloseable {
  /** So many pages in the log are due to be moved. */
  static final int DUE_PAGES = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final String MOVE = "PRAGMA wal_checkpoint(PASSIVE)"; // waits for nobody
  private static final int LENGTH = 2; // a column of its answer
  private static final int MOST_PASSES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;
  private final Connection connection;
  private final ThreadPoolExecutor thread;
  private volatile boolean moving;
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
   * Counts what a transaction has changed, and moves the log when that is due. Never throws.
   *
   * @param changed how many pages it has written to the log, about
   */
  void committed(int changed) {
    pages += changed;
    if (pages < DUE_PAGES || moving) {
      return;
    }
    pages = 0;
    moving = true;
    try {
      thread.execute(this::move);
    } catch (RuntimeException | Error e) { // nothing that happens here may end the writer
      LOG.warn("No thread could be had to move the log of {} into it.", file, e);
      moving = false;
    }
  }

  private void move() {
    try (Statement statement = connection.createStatement()) {
      int before = 0;
      int length = pass(statement);
      for (int i = 1; i < MOST_PASSES && length > before; i++) {
        before = length;
        length = pass(statement);
      }
    } catch (SQLException | RuntimeException e) { // a fault of the disk the writer will tell too
      LOG.warn("The log of {} could not be moved into it.", file, e);
    } finally {
      moving = false;
    }
  }

  /** Moves what is there now; answers how long the log was. */
  private static int pass(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(MOVE)) {
      return row.next() ? row.getInt(LENGTH) : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    thread.shutdown();
    boolean ended =
        Patience.await(PATIENCE, nanos -> thread.awaitTermination(nanos, TimeUnit.NANOSECONDS));
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
