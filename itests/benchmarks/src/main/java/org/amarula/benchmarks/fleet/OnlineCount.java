package org.amarula.benchmarks.fleet;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;

/** Which accounts said that they are online, to be waited for. Thread-safe. */
public final class OnlineCount {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Set<Profile> online = new HashSet<>(); // guarded by this
  private long lost; // guarded by this

  synchronized void set(Profile profile, boolean isOnline) {
    if (isOnline ? online.add(profile) : online.remove(profile)) {
      lost += isOnline ? 0 : 1;
      notifyAll();
    }
  }

  /** How many are online. */
  public synchronized int now() {
    return online.size();
  }

  /** How often an account went offline. */
  public synchronized long lost() {
    return lost;
  }

  /** Waits until so many are online. */
  public void await(int count) throws InterruptedException {
    awaitBoth(count, 0);
  }

  /** Waits until accounts went offline so often, and so many are online. */
  public synchronized void awaitBoth(int count, long losses) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (online.size() < count || lost < losses) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IllegalStateException("Not all came online: " + this + " of " + count);
      }
      wait(left);
    }
  }

  @Override
  public synchronized String toString() {
    return online.size() + " online, " + lost + " times offline";
  }
}
