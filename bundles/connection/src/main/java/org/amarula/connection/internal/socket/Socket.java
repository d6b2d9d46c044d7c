package org.amarula.connection.internal.socket;

import java.util.function.Consumer;

/**
 * One WebSocket, from the attempt to connect to its end. Thread-safe; nothing blocks and nothing
 * throws.
 */
public interface Socket {
  /**
   * Sends one binary message; messages leave in the order of the calls.
   *
   * @param message given away
   * @param done is called on any thread when the network took the message, with null, or failed
   */
  void send(byte[] message, Consumer<Throwable> done);

  /**
   * Asks for one more message: none comes without it, which is how a slow reader slows the peer.
   */
  void demand();

  /**
   * Says goodbye; {@link SocketEvents#closed} follows when the peer has answered, perhaps never.
   */
  void close();

  /** Drops the connection at once, or the attempt to connect. */
  void abort();
}
