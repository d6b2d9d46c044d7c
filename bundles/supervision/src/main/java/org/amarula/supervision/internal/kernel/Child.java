package org.amarula.supervision.internal.kernel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.AmarulaException;

/**
 * One running child of a supervisor. Built once, never reset: after a crash another one is built.
 */
public interface Child {
  /** The object that others find under the child's role. */
  Object service();

  /** Begins to work; called once, after the child can be found. */
  default void start() {}

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
