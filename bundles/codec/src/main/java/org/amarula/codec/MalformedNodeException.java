package org.amarula.codec;

import org.amarula.api.AmarulaException;

/**
 * The plaintext of a frame is not a node. The stanza is lost, the stream is not: drop it and go on
 * (spec/transport.md 4.5).
 */
public final class MalformedNodeException extends AmarulaException {
  private final int offset;

  /** Tells in a full sentence what is wrong at {@code offset}. */
  public MalformedNodeException(String message, int offset) {
    super(message + " (at byte " + offset + ")");
    this.offset = offset;
  }

  /** Tells what is wrong at {@code offset}, and why it was noticed. */
  public MalformedNodeException(String message, int offset, Throwable cause) {
    super(message + " (at byte " + offset + ")", cause);
    this.offset = offset;
  }

  /**
   * Where the plaintext stops being a node; the flags byte is 0. Counts the inflated bytes when the
   * frame is compressed and its compression sound.
   */
  public int offset() {
    return offset;
  }
}
