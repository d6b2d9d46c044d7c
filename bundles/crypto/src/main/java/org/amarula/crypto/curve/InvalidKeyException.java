package org.amarula.crypto.curve;

/** A public key that cannot be used: wrong length, wrong type byte, or a useless agreement. */
public final class InvalidKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message names the expectation and never a key. */
  public InvalidKeyException(String message) {
    super(message);
  }
}
