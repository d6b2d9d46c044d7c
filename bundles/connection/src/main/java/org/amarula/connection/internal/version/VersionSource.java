package org.amarula.connection.internal.version;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.connection.StreamSettings;

/** Where the newest web version is learned. Thread-safe. */
@FunctionalInterface
public interface VersionSource {
  /** Nothing is ever learned. */
  VersionSource NONE =
      settings -> java.util.concurrent.CompletableFuture.completedFuture(Optional.empty());

  /**
   * The revision that is published for this server: the third number of the web version. Completes
   * on any thread, with nothing when it could not be learned; never fails.
   */
  CompletionStage<Optional<String>> revision(StreamSettings settings);
}
