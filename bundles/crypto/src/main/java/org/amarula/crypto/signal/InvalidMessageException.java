package org.amarula.crypto.signal;

/** The bytes are not a message that this record can accept. */
public final class InvalidMessageException extends SignalException {
  private static final long serialVersionUID = 1;

  /** Why; the number is the code of the retry receipt, spec signal.md 7.6. */
  public enum Kind {
    /** The MAC differs: damaged, foreign, or of a session that is gone. */
    BAD_MAC(7),
    /** More than 2000 messages ahead of the chain. */
    FUTURE_LIMIT(6),
    /** Not version 3. */
    VERSION(4),
    /** Too short, too long, not parseable, or a required field is missing. */
    MALFORMED(4),
    /** Authenticated, but the block cipher's padding is wrong. */
    BAD_CIPHERTEXT(4),
    /** Decrypted, but the padding of the content is wrong: a retry cannot help (nack 491). */
    BAD_PADDING(4);

    private final int retryCode;

    Kind(int retryCode) {
      this.retryCode = retryCode;
    }
  }

  private final Kind kind;

  InvalidMessageException(Kind kind, String message) {
    super(message, kind.retryCode);
    this.kind = kind;
  }

  InvalidMessageException(Kind kind, String message, Throwable cause) {
    super(message, kind.retryCode, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
