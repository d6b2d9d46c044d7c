package org.amarula.messaging.internal.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs operations one after the other, each after the stage of the one before. Thread-safe. */
public final class Serial {
  private CompletionStage<Void> tail = Stages.done(); // guarded by this

  /** Runs {@code operation} after the earlier ones have ended, well or not. */
  public <T> CompletionStage<T> run(Supplier<CompletionStage<T>> operation) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletionStage<Void> before;
    synchronized (this) {
      before = tail;
      tail = ended;
    }
    CompletionStage<T> result = before.thenCompose(none -> Stages.begin(operation));
    result.whenComplete((value, error) -> ended.complete(null));
    return result;
  }
}
