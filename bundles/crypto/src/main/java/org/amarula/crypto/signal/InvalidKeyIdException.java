package org.amarula.crypto.signal;

/** A pre-key message refers to a pre-key that is not stored (any more). */
public final class InvalidKeyIdException extends SignalException {
  private static final long serialVersionUID = 1;

  /** Which of the two stores lacks the key. */
  public enum Kind {
    PRE_KEY,
    SIGNED_PRE_KEY
  }

  private final Kind kind;
  private final int id;

  InvalidKeyIdException(Kind kind, int id) {
    super("No " + kind + " with id " + Integer.toUnsignedString(id), 3);
    this.kind = kind;
    this.id = id;
  }

  public Kind kind() {
    return kind;
  }

  public int id() {
    return id;
  }
}
