package org.amarula.crypto.signal;

/**
 * A public key has the wrong form, or an agreement with it has no contribution of the other side.
 */
public final class InvalidKeyException extends SignalException {
  private static final long serialVersionUID = 1;

  InvalidKeyException(String message) {
    super(message, 2);
  }

  InvalidKeyException(String message, Throwable cause) {
    super(message, 2, cause);
  }
}
