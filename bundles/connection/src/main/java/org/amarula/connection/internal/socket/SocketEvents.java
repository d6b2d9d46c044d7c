package org.amarula.connection.internal.socket;

import org.amarula.api.state.DisconnectReason;

/**
 * What happens on a socket. Called on the WebSocket client's threads: must hand over and return.
 */
public interface SocketEvents {
  /** The socket is open. */
  void opened();

  /** A message has come in; the array is given away. */
  void received(byte[] message);

  /** The socket could not be opened, or has ended; the last event. */
  void closed(DisconnectReason reason);
}
