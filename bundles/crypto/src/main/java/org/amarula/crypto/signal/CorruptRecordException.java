package org.amarula.crypto.signal;

/**
 * A stored record does not parse or breaks a bound. The caller moves it aside and treats it as
 * absent (spec signal.md 3.6); that is no failure of a peer, so it is no {@link SignalException}.
 */
public final class CorruptRecordException extends Exception {
  private static final long serialVersionUID = 1;

  CorruptRecordException(String message) {
    super(message);
  }

  CorruptRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
