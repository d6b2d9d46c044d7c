package org.amarula.storage.internal.sqlite;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;

/**
 * Counts the batches of one open profile that wait for the writer, and bounds them: one more than
 * {@link #LIMIT} is refused. When the profile is closed and none waits, it is released.
 * Thread-safe: the monitor guards all fields.
 */
final class PendingBatches {
  static final int LIMIT = 4096;

  private final Profile profile;
  private final Runnable release;
  private final CountDownLatch drained = new CountDownLatch(1);
  private int waiting;
  private boolean closed;

  PendingBatches(Profile profile, Runnable release) {
    this.profile = profile;
    this.release = release;
  }

  synchronized void requireOpen() {
    if (closed) {
      throw new StorageException("The storage of profile '" + profile + "' is closed.");
    }
  }

  synchronized void add() {
    requireOpen();
    if (waiting == LIMIT) {
      throw new StorageException(
          "More than " + LIMIT + " batches of profile '" + profile + "' wait to be written.");
    }
    waiting++;
  }

  synchronized void settle() {
    waiting--;
    releaseWhenDone();
  }

  /** Closes, and waits for what is under way. */
  boolean close(Duration patience) {
    synchronized (this) {
      if (!closed) {
        closed = true;
        releaseWhenDone();
      }
    }
    return Patience.await(patience, nanos -> drained.await(nanos, TimeUnit.NANOSECONDS));
  }

  private void releaseWhenDone() {
    if (closed && waiting == 0) {
      release.run();
      drained.countDown();
    }
  }
}
