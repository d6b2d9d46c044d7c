package org.amarula.sandbox.internal.keys;

/** Numbers as the wire writes them. Stateless. */
public final class BigEndian {
  private BigEndian() {}

  /** The last {@code length} bytes of a number. */
  public static byte[] of(int number, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[length - 1 - i] = (byte) (number >>> (8 * i));
    }
    return bytes;
  }

  /** The number of up to four bytes. */
  public static int toInt(byte[] bytes) {
    int number = 0;
    for (byte next : bytes) {
      number = number << 8 | next & 0xFF;
    }
    return number;
  }
}
