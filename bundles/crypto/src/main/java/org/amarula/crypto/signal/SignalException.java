package org.amarula.crypto.signal;

/**
 * A failure of the Signal layer that the protocol has an answer for. The record it was thrown for
 * is unchanged. Messages carry counters and ids, never keys or text.
 */
public abstract sealed class SignalException extends Exception
    permits DuplicateMessageException,
        InvalidKeyException,
        InvalidKeyIdException,
        InvalidMessageException,
        InvalidSignatureException,
        NoSenderKeyException,
        NoSessionException,
        UntrustedIdentityException {
  private static final long serialVersionUID = 1;

  private final int retryCode;

  SignalException(String message, int retryCode) {
    super(message);
    this.retryCode = retryCode;
  }

  SignalException(String message, int retryCode, Throwable cause) {
    super(message, cause);
    this.retryCode = retryCode;
  }

  /** The {@code error} attribute of a retry receipt for this failure, spec signal.md 7.6. */
  public final int retryCode() {
    return retryCode;
  }
}
