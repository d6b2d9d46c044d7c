package org.amarula.crypto.signal;

import java.util.Arrays;

/** The padding of a content before it is encrypted, spec signal.md 5.1. Stateless. */
public final class MessagePadding {
  private MessagePadding() {}

  /** Appends n bytes of value n, where n is the low half of {@code randomByte}, 15 for zero. */
  public static byte[] pad(byte[] content, int randomByte) {
    int count = (randomByte & 0x0f) == 0 ? 15 : randomByte & 0x0f;
    byte[] padded = Arrays.copyOf(content, content.length + count);
    Arrays.fill(padded, content.length, padded.length, (byte) count);
    return padded;
  }

  /** Removes the padding; any count from 1 to the length is valid when all its bytes agree. */
  public static byte[] unpad(byte[] padded) throws InvalidMessageException {
    int count = padded.length == 0 ? 0 : padded[padded.length - 1] & 0xff;
    if (count == 0 || count > padded.length) {
      throw bad("Padding count " + count + " in " + padded.length + " bytes");
    }
    for (int i = padded.length - count; i < padded.length; i++) {
      if ((padded[i] & 0xff) != count) {
        throw bad("Padding bytes are not uniform");
      }
    }
    return Arrays.copyOf(padded, padded.length - count);
  }

  private static InvalidMessageException bad(String message) {
    return new InvalidMessageException(InvalidMessageException.Kind.BAD_PADDING, message);
  }
}
