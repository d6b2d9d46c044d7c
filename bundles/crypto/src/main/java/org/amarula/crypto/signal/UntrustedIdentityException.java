package org.amarula.crypto.signal;

/** A pre-key message names another identity than the session it belongs to. */
public final class UntrustedIdentityException extends SignalException {
  private static final long serialVersionUID = 1;

  UntrustedIdentityException(String message) {
    super(message, 2);
  }
}
