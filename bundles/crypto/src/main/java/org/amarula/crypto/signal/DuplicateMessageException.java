package org.amarula.crypto.signal;

/** This counter was used before. The message was handled once; answer it as received (spec 7.5). */
public final class DuplicateMessageException extends SignalException {
  private static final long serialVersionUID = 1;

  DuplicateMessageException(String message) {
    super(message, 0);
  }
}
