package org.amarula.connection;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Opens streams. A singleton service that owns the one WebSocket client of the framework;
 * thread-safe.
 */
public interface StreamOpener {
  /**
   * Begins to connect and returns at once. What happens then is told to {@code listener} on {@code
   * lane}, one call at a time, {@link StreamListener#onEnd} being the last.
   *
   * @param settings where to and how
   * @param credentials who we are; decides between login and pairing
   * @param lane a serial executor on which all state of the stream is confined
   * @param listener who is told
   */
  NodeStream open(
      StreamSettings settings, Credentials credentials, Executor lane, StreamListener listener);

  /**
   * Asks where the newest web version is published (spec/transport.md 3.5), which is on the host of
   * {@code settings.url()} and nowhere else. Completes, on any thread and within the connect
   * timeout, with a version that is newer than the one of {@code settings}, or with nothing when
   * there is none or it could not be learned; never fails. An opener that knows of no such place
   * tells nothing.
   */
  default CompletionStage<Optional<String>> newerVersion(StreamSettings settings) {
    return CompletableFuture.completedFuture(Optional.empty());
  }
}
