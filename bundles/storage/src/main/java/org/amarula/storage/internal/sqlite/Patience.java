package org.amarula.storage.internal.sqlite;

import java.time.Duration;

/** Waiting that a deadline bounds and an interrupt does not cut short; the interrupt is kept. */
final class Patience {
  private Patience() {}

  /** Waits for something for some nanoseconds; answers whether it came. */
  interface Wait {
    boolean until(long nanos) throws InterruptedException;
  }

  static boolean await(Duration patience, Wait wait) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.until(deadline - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
