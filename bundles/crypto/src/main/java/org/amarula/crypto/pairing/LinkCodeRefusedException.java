package org.amarula.crypto.pairing;

/** Something in a link-code exchange has a wrong form, does not authenticate or does not match. */
public final class LinkCodeRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  LinkCodeRefusedException(String message) {
    super(message);
  }

  LinkCodeRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
