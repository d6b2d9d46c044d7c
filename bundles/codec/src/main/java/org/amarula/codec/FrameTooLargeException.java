package org.amarula.codec;

import org.amarula.api.AmarulaException;

/** A frame is longer than its phase or the wire allows. The stream cannot be read on: close it. */
public final class FrameTooLargeException extends AmarulaException {
  private final int length;
  private final int maximum;

  /** A frame of {@code length} bytes where {@code maximum} are allowed. */
  public FrameTooLargeException(int length, int maximum) {
    super("A frame of " + length + " bytes is longer than the " + maximum + " allowed here.");
    this.length = length;
    this.maximum = maximum;
  }

  /** The bytes in the body of the refused frame. */
  public int length() {
    return length;
  }

  /** The bytes that were allowed. */
  public int maximum() {
    return maximum;
  }
}
