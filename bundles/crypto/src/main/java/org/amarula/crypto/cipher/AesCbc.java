package org.amarula.crypto.cipher;

import java.util.Arrays;

/**
 * AES-256-CBC with PKCS#7 padding, validated completely (signal.md 1.3). Stateless, thread-safe.
 * The caller authenticates a ciphertext before it decrypts it.
 */
public final class AesCbc {
  private AesCbc() {}

  /** Pads with 1 to 16 bytes and encrypts. */
  public static byte[] encrypt(byte[] key, byte[] iv, byte[] plaintext) {
    int padding = RawAes.BLOCK - plaintext.length % RawAes.BLOCK;
    byte[] padded = Arrays.copyOf(plaintext, Math.addExact(plaintext.length, padding));
    Arrays.fill(padded, plaintext.length, padded.length, (byte) padding);
    return RawAes.run(RawAes.Mode.CBC, true, key, iv, padded);
  }

  /** Decrypts and removes the padding, all of whose bytes must be right. */
  public static byte[] decrypt(byte[] key, byte[] iv, byte[] ciphertext)
      throws InvalidCiphertextException {
    if (ciphertext.length == 0 || ciphertext.length % RawAes.BLOCK != 0) {
      throw new InvalidCiphertextException("The ciphertext is not a number of whole blocks.");
    }
    byte[] padded = RawAes.run(RawAes.Mode.CBC, false, key, iv, ciphertext);
    return Arrays.copyOf(padded, padded.length - padding(padded));
  }

  private static int padding(byte[] padded) throws InvalidCiphertextException {
    int padding = padded[padded.length - 1] & 0xFF;
    int wrong = padding - 1 >>> 31 | RawAes.BLOCK - padding >>> 31; // outside 1..16
    for (int i = 1; i <= RawAes.BLOCK; i++) {
      int inside = (i - 1 - padding) >> 31; // all ones for the last `padding` bytes
      wrong |= (padded[padded.length - i] & 0xFF ^ padding) & inside;
    }
    if (wrong != 0) {
      throw new InvalidCiphertextException("The padding is wrong.");
    }
    return padding;
  }
}
