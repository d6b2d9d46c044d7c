package org.amarula.crypto.signal;

/** No sender key with that id is known: ask the sender to distribute it again. */
public final class NoSenderKeyException extends SignalException {
  private static final long serialVersionUID = 1;

  NoSenderKeyException(String message) {
    super(message, 1);
  }
}
