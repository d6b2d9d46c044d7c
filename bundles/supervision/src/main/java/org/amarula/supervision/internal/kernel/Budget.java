package org.amarula.supervision.internal.kernel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for the work of others, but not for ever. */
record Budget(ScheduledExecutorService timer) {
  /**
   * Begins {@code work}; completes with whether it was done in time, whatever became of it. Never
   * fails.
   */
  CompletionStage<Boolean> spend(Duration most, Supplier<CompletionStage<Void>> work) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    CompletionStage<Void> stage;
    try {
      stage = work.get();
    } catch (Throwable e) { // it is fenced next, whatever it did
      return CompletableFuture.completedFuture(true);
    }
    if (stage.toCompletableFuture().isDone()) {
      return CompletableFuture.completedFuture(true);
    }
    ScheduledFuture<?> deadline =
        timer.schedule(() -> done.complete(false), most.toMillis(), TimeUnit.MILLISECONDS);
    stage.whenComplete(
        (ignored, failure) -> {
          deadline.cancel(false);
          done.complete(true);
        });
    return done;
  }
}
