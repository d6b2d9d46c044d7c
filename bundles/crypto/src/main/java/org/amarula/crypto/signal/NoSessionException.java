package org.amarula.crypto.signal;

/** There is no session to use: fetch a bundle, or ask the sender to retry with keys. */
public final class NoSessionException extends SignalException {
  private static final long serialVersionUID = 1;

  NoSessionException(String message) {
    super(message, 1);
  }
}
