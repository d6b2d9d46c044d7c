package org.amarula.interop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What was told so far, and the wait for what is still to come. Free for any thread. */
final class Recorder<E> {
  private final String whose;
  private final List<E> told = new ArrayList<>();

  Recorder(String whose) {
    this.whose = whose;
  }

  synchronized void add(E event) {
    told.add(event);
    notifyAll();
  }

  synchronized List<E> all() {
    return List.copyOf(told);
  }

  synchronized int size() {
    return told.size();
  }

  /** The first event that fits, past or future. */
  E await(String what, Duration patience, Predicate<? super E> fits) {
    return await(what, patience, 0, fits);
  }

  /** The first event that fits, from this position on. */
  synchronized E await(String what, Duration patience, int from, Predicate<? super E> fits) {
    Instant deadline = Instant.now().plus(patience);
    int seen = from;
    while (true) {
      for (; seen < told.size(); seen++) {
        if (fits.test(told.get(seen))) {
          return told.get(seen);
        }
      }
      Duration left = Duration.between(Instant.now(), deadline);
      if (left.isNegative() || left.isZero()) {
        throw new AssertionError(
            whose + " did not tell " + what + " within " + patience + "; it told " + told);
      }
      pause(left);
    }
  }

  private void pause(Duration left) {
    try {
      wait(Math.max(1, left.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + whose, e);
    }
  }
}
