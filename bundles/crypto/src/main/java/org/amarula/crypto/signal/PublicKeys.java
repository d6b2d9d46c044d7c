package org.amarula.crypto.signal;

import java.util.Arrays;

/** The 33-byte form of a public key inside Signal structures: {@code 05 || u}, spec 1.1. */
final class PublicKeys {
  static final int LENGTH = 33;
  static final byte TYPE = 5;

  private PublicKeys() {}

  static boolean isValid(byte[] key) {
    return key.length == LENGTH && key[0] == TYPE;
  }

  /** A copy of a key from outside. */
  static byte[] copy(byte[] key, String name) {
    if (!isValid(key)) {
      throw new IllegalArgumentException(name + " must be 33 bytes that start with 05");
    }
    return key.clone();
  }

  /** The bare 32 bytes, as the curve wants them. */
  static byte[] bare(byte[] key) {
    return Arrays.copyOfRange(key, 1, LENGTH);
  }
}
