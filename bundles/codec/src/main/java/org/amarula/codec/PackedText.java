package org.amarula.codec;

import java.util.Arrays;

/**
 * Two characters in one byte, spec/transport.md 4.2: digits with {@code - .}, or {@code 0-9A-F}.
 */
final class PackedText {
  static final int NIBBLE = 1;
  static final int HEX = 2;

  /** Fills the last low half of an odd number of characters. */
  static final int PAD = 15;

  private static final byte[] KINDS = new byte[128];
  private static final byte[] VALUES = new byte[128];
  private static final byte[] NIBBLE_CHARACTERS = note("0123456789-.", NIBBLE);
  private static final byte[] HEX_CHARACTERS = note("0123456789ABCDEF", HEX);

  static {
    NIBBLE_CHARACTERS[PAD] = 0;
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
   * The characters of the half bytes, -1 for one without a meaning. A pad where none belongs reads
   * as NUL. Not to be changed.
   */
  static byte[] characters(int kind) {
    return kind == HEX ? HEX_CHARACTERS : NIBBLE_CHARACTERS;
  }

  private static byte[] note(String alphabet, int kind) {
    byte[] characters = new byte[16];
    Arrays.fill(characters, (byte) -1);
    for (int value = 0; value < alphabet.length(); value++) {
      char character = alphabet.charAt(value);
      characters[value] = (byte) character;
      KINDS[character] |= (byte) kind;
      VALUES[character] = (byte) value;
    }
    return characters;
  }
}
