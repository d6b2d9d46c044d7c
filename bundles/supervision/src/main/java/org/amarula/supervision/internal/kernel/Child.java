package org.amarula.supervision.internal.kernel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.AmarulaException;

/**
 * One running child of a supervisor. Built once, never reset: after a crash another one is built.
 * The steps of its life are called by its supervisor only, one at a time.
 */
public interface Child {
  /** The object that others find under the child's name. */
  Object service();

  /** Begins to work; called once, after the child can be found. What it throws is a crash. */
  default void start() {}

  /**
   * Takes the child's effect away at once: whatever it still does changes nothing. Called when it
   * has crashed, before anybody learns of it. Idempotent, never waits, never throws.
   */
  default void revoke() {}

  /**
   * Ends the child at once, without waiting: it has no effect from now on, and whatever is parked
   * on it fails with {@code reason}. Idempotent, never throws.
   */
  void fence(AmarulaException reason);

  /** Ends the child in good order; it is fenced afterwards, or when it takes too long. */
  default CompletionStage<Void> stop() {
    return CompletableFuture.completedFuture(null);
  }

  /** The names of its own children, for the shell. */
  default List<String> children() {
    return List.of();
  }
}
