package org.amarula.crypto.signal;

/** A signature of a pre-key bundle or of a group message does not verify. */
public final class InvalidSignatureException extends SignalException {
  private static final long serialVersionUID = 1;

  InvalidSignatureException(String message) {
    super(message, 5);
  }
}
