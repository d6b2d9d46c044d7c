package org.amarula.supervision.internal.lane;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One operation; at the head of all its queues, it runs. */
final class Ticket<K, T> {
  final Set<K> keys;
  final CompletableFuture<T> result = new CompletableFuture<>();
  int waitsFor; // guarded by the lanes, as is the next
  CompletableFuture<Void> ended; // null when nobody waits for it
  private final Supplier<CompletionStage<T>> operation;
  private Thread thread; // guarded by this

  Ticket(Set<K> keys, Supplier<CompletionStage<T>> operation) {
    this.keys = keys;
    this.operation = operation;
  }

  /** Completes when the operation has ended; under the lanes' lock, while it runs. */
  CompletableFuture<Void> ended() {
    if (ended == null) {
      ended = new CompletableFuture<>();
    }
    return ended;
  }

  /** Interrupts the operation while it holds a thread. */
  synchronized void interrupt() {
    if (thread != null && thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }

  /**
   * Runs the operation.
   *
   * @param whenDone frees the lanes
   * @param whenCrashed is told a failure that is a crash, before the lanes are free
   */
  void run(Predicate<Throwable> isCrash, Runnable whenDone, Consumer<Throwable> whenCrashed) {
    if (result.isDone()) {
      whenDone.run(); // its lane crashed before it began: it has no effect
      return;
    }
    CompletionStage<T> stage;
    holdThread(Thread.currentThread());
    try {
      stage = operation.get();
    } catch (Throwable e) { // the operation's failure, told to its caller like any other
      stage = CompletableFuture.failedFuture(e);
    } finally {
      holdThread(null);
    }
    stage.whenComplete(
        (value, wrapped) -> {
          Throwable failure = wrapped == null ? null : Failures.unwrap(wrapped);
          if (failure == null) {
            whenDone.run(); // first: whoever hangs on the result finds the lane free
            result.complete(value);
            return;
          }
          if (isCrash.test(failure)) {
            result.completeExceptionally(failure); // its caller is told what it was
            whenCrashed.accept(failure);
            whenDone.run();
          } else {
            whenDone.run();
            result.completeExceptionally(failure);
          }
        });
  }

  private synchronized void holdThread(Thread holder) {
    thread = holder;
    if (holder == null) {
      Thread.interrupted(); // an interruption was meant for the operation
    }
  }
}
