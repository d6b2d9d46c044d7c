package org.amarula.messaging.internal.async;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Lets a few in at a time, the others in the order in which they came: for what needs much memory.
 * Thread-safe.
 */
public final class Gate {
  private final int most;
  private final Deque<Pass> waiting = new ArrayDeque<>(); // guarded by this
  private int inside; // guarded by this

  /** A gate through which {@code most} may be at a time. */
  public Gate(int most) {
    this.most = most;
  }

  /** Asks to be let in. Whoever asks gives the pass back, in or not. */
  public Pass enter() {
    Pass pass = new Pass();
    synchronized (this) {
      waiting.add(pass);
    }
    admit();
    return pass;
  }

  private void admit() {
    for (Pass next = next(); next != null; next = next()) {
      next.in.complete(null); // outside of the lock: what depends on it runs now
    }
  }

  private synchronized Pass next() {
    if (inside == most || waiting.isEmpty()) {
      return null;
    }
    inside++;
    Pass next = waiting.remove();
    next.admitted = true;
    return next;
  }

  /** One who was, is or will be inside. */
  public final class Pass implements AutoCloseable {
    private final CompletableFuture<Void> in = new CompletableFuture<>();
    private boolean admitted; // guarded by the gate
    private boolean over; // guarded by the gate

    private Pass() {}

    /** Completes when its holder is let in, which never happens once it was given back. */
    public CompletableFuture<Void> in() {
      return in;
    }

    /** Gives it back; idempotent. */
    @Override
    public void close() {
      synchronized (Gate.this) {
        if (over) {
          return;
        }
        over = true;
        if (!admitted) {
          waiting.remove(this);
          return;
        }
        inside--;
      }
      admit();
    }
  }
}
