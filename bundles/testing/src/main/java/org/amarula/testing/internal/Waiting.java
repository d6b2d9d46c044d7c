package org.amarula.testing.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.amarula.testing.time.VirtualTime;

/**
 * Waits, always bounded, for something that other threads bring about. What changes what is waited
 * for calls {@link #changed} afterwards; who forgot it is found out a little later. Thread-safe.
 */
public final class Waiting {
  private static final long LOOK_MILLIS = 200;
  private static final long STEP_MILLIS = 20;

  /** So slow that hardly anything falls due by waiting, but for turns in the line of accounts. */
  private static final Duration SLOWLY = Duration.ofMillis(5);

  private volatile Duration patience;
  private final Optional<VirtualTime> time;

  /**
   * Waits of this length of real time.
   *
   * @param time passes slowly while somebody waits
   */
  public Waiting(Duration patience, Optional<VirtualTime> time) {
    this.patience = patience;
    this.time = time;
  }

  /** How long anybody waits. */
  public Duration patience() {
    return patience;
  }

  /** Waits to come have another length. */
  public void patience(Duration other) {
    patience = other;
  }

  /** Something changed. */
  public synchronized void changed() {
    notifyAll();
  }

  /** Looks until there is something; nothing when the patience is at its end. */
  public <T> Optional<T> await(Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> found = lookFor(look, deadline);
      if (found.isPresent() || System.nanoTime() >= deadline) {
        return found;
      }
      time.ifPresent(virtual -> virtual.advance(SLOWLY));
    }
  }

  private synchronized <T> Optional<T> lookFor(Supplier<Optional<T>> look, long deadline) {
    Optional<T> found = look.get();
    if (found.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      pause(Math.min(left, time.isPresent() ? STEP_MILLIS : LOOK_MILLIS));
      found = look.get();
    }
    return found;
  }

  private void pause(long millis) {
    try {
      wait(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The test was interrupted while it waited.", e);
    }
  }
}
