package org.amarula.crypto.kdf;

import java.util.Arrays;

/** HKDF-SHA256 of RFC 5869, the only key derivation of Noise and Signal. Stateless, thread-safe. */
public final class Hkdf {
  private static final int BLOCK = 32;

  private Hkdf() {}

  /**
   * Extract and expand in one step.
   *
   * @param saltOrNull null or empty means 32 zero bytes
   * @throws IllegalArgumentException when more than 255 blocks are asked for
   */
  public static byte[] sha256(byte[] inputKey, byte[] saltOrNull, byte[] info, int length) {
    if (length < 0 || length > 255 * BLOCK) {
      throw new IllegalArgumentException("HKDF length " + length + " is outside 0..8160.");
    }
    byte[] salt = saltOrNull == null ? new byte[0] : saltOrNull;
    byte[] pseudoRandomKey = Hmac.sha256(salt, inputKey);
    byte[] blocks = Hmac.expand(pseudoRandomKey, info, (length + BLOCK - 1) / BLOCK);
    byte[] output = Arrays.copyOf(blocks, length);
    Arrays.fill(blocks, (byte) 0);
    Arrays.fill(pseudoRandomKey, (byte) 0);
    return output;
  }
}
