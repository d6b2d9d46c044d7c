package org.amarula.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The words of dictionary version 3 (spec/transport.md 4.2). A word's code is its index in the
 * single-byte table (1 to 235), or 256 plus its index over the four double-byte tables laid end to
 * end. No word occurs twice.
 */
final class Dictionary {
  static final int SINGLE = 236;
  static final int DOUBLE = 4 * 256;

  private static final int MASK = 4095;
  private static final String[] WORDS = read();
  private static final String[] SLOTS = new String[MASK + 1];
  private static final short[] CODES = new short[MASK + 1];

  static {
    for (int line = 1; line < WORDS.length; line++) {
      int slot = spread(WORDS[line]);
      while (SLOTS[slot] != null) {
        slot = (slot + 1) & MASK;
      }
      SLOTS[slot] = WORDS[line];
      CODES[slot] = (short) (line < SINGLE ? line : line - SINGLE + 256);
    }
  }

  private Dictionary() {}

  /** The code of {@code word}, or -1. */
  static int code(String word) {
    int slot = spread(word);
    for (String held = SLOTS[slot]; held != null; held = SLOTS[slot]) {
      if (held.equals(word)) {
        return CODES[slot];
      }
      slot = (slot + 1) & MASK;
    }
    return -1;
  }

  /** The word with a single-byte code, 0 to 235; 0 is the empty one. */
  static String single(int code) {
    return WORDS[code];
  }

  /** The word at {@code index} (0 to 255) of double-byte table {@code table} (0 to 3). */
  static String pair(int table, int index) {
    return WORDS[SINGLE + table * 256 + index];
  }

  private static int spread(String word) {
    int hash = word.hashCode();
    return (hash ^ (hash >>> 12)) & MASK;
  }

  private static String[] read() {
    try (InputStream file = Dictionary.class.getResourceAsStream("words.txt")) {
      if (file == null) {
        throw new IllegalStateException("The bundle lacks its words.txt.");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      String[] words = text.split("\n");
      if (words.length != SINGLE + DOUBLE) {
        throw new IllegalStateException("words.txt holds " + words.length + " words.");
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException("words.txt cannot be read.", e);
    }
  }
}
