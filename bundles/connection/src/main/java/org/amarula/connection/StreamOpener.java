package org.amarula.connection;

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
}
