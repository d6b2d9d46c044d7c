package org.amarula.crypto.cipher;

/** A ciphertext that does not authenticate, has a wrong length or wrong padding. */
public final class InvalidCiphertextException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message never shows content. */
  public InvalidCiphertextException(String message) {
    super(message);
  }
}
