package org.amarula.itests.karaf;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for facts that no event tells: the end of threads and sockets. A look that fails is a
 * finding, not a "not yet": it ends the wait at once.
 */
final class Eventually {
  private static final long PATIENCE_SECONDS = 60;

  private Eventually() {}

  static void holds(BooleanSupplier fact, Supplier<String> otherwise) throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      CompletableFuture<Void> seen = new CompletableFuture<>();
      clock.scheduleWithFixedDelay(
          () -> {
            try {
              if (fact.getAsBoolean()) {
                seen.complete(null);
              }
            } catch (RuntimeException | Error e) {
              seen.completeExceptionally(e);
            }
          },
          0,
          50,
          TimeUnit.MILLISECONDS);
      seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(otherwise.get(), e);
    } finally {
      clock.shutdownNow();
    }
  }
}
