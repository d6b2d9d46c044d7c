package org.amarula.connection.internal.handshake;

import org.amarula.api.state.DisconnectReason;

/** The server's part of the handshake is wrong: close without a ClientFinish. */
public final class HandshakeRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient DisconnectReason reason;

  HandshakeRefusedException(DisconnectReason reason, Throwable cause) {
    super(reason.text(), cause);
    this.reason = reason;
  }

  /** Why the stream ends. */
  public DisconnectReason reason() {
    return reason;
  }
}
