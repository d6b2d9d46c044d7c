package org.amarula.api;

/** The peer, or this library, does not keep to the protocol. Report it. */
public final class ProtocolException extends AmarulaException {
  /** Tells what was wrong, in a full sentence. */
  public ProtocolException(String message) {
    super(message);
  }

  /** Tells what was wrong, and why it was noticed. */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
