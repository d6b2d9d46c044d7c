package org.amarula.codec;

/**
 * Two characters in one byte, spec/transport.md 4.2: digits with {@code - .}, or {@code 0-9A-F}.
 */
final class PackedText {
  static final int NIBBLE = 1;
  static final int HEX = 2;

  /** Fills the last low half of an odd number of characters. */
  static final int PAD = 15;

  private static final String NIBBLE_CHARACTERS = "0123456789-.";
  private static final String HEX_CHARACTERS = "0123456789ABCDEF";
  private static final byte[] KINDS = new byte[128];
  private static final byte[] VALUES = new byte[128];

  static {
    note(NIBBLE_CHARACTERS, NIBBLE);
    note(HEX_CHARACTERS, HEX);
  }

  private PackedText() {}

  /** The alphabets, {@link #NIBBLE} and {@link #HEX} as bits, that hold {@code character}. */
  static int kinds(char character) {
    return character < 128 ? KINDS[character] : 0;
  }

  /** The half byte of a character of either alphabet. */
  static int value(char character) {
    return VALUES[character];
  }

  /**
   * The character of a half byte, or -1 when the alphabet of {@code kind} has none. A pad where
   * none belongs reads as NUL.
   */
  static int character(int kind, int value) {
    if (kind == HEX) {
      return HEX_CHARACTERS.charAt(value);
    }
    return value < NIBBLE_CHARACTERS.length()
        ? NIBBLE_CHARACTERS.charAt(value)
        : value == PAD ? 0 : -1;
  }

  private static void note(String characters, int kind) {
    for (int value = 0; value < characters.length(); value++) {
      KINDS[characters.charAt(value)] |= (byte) kind;
      VALUES[characters.charAt(value)] = (byte) value;
    }
  }
}
