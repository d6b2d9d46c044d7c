package org.amarula.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads files over HTTPS, with the client and the threads that the streams of all accounts share.
 * Outlives the stream that gave it. Thread-safe; no method blocks.
 */
@FunctionalInterface
public interface HttpExchange {
  /** Reaches nobody. */
  HttpExchange NONE =
      request ->
          CompletableFuture.failedFuture(
              new HttpFailedException(HttpFailure.CLOSED, "There is nobody to ask."));

  /**
   * Asks once: redirections are not followed, and nothing is tried again. Completes, on any thread
   * and within the request's timeout, with what the server answered, whatever its status. Fails
   * with {@link HttpFailedException} when there was no complete answer.
   */
  CompletionStage<HttpReply> get(HttpGet request);
}
