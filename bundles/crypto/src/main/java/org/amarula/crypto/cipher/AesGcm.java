package org.amarula.crypto.cipher;

import java.security.GeneralSecurityException;

/**
 * AES-256-GCM with one key, 12-byte ivs and 16-byte tags appended. Keeps its cipher object, because
 * that is worth four to eight times on small messages; hence for one thread at a time. The caller
 * never uses an iv twice for sealing.
 */
public final class AesGcm {
  /** Length of the tag at the end of each ciphertext. */
  public static final int TAG_LENGTH = 16;

  private static final int IV_LENGTH = 12;

  private final GcmEngine engine;

  /** A cipher with a copy of this 32-byte key. */
  public AesGcm(byte[] key) {
    this(engine(key));
  }

  AesGcm(GcmEngine engine) {
    this.engine = engine;
  }

  private static GcmEngine engine(byte[] key) {
    RawAes.requireKey(key);
    try {
      return new PlatformGcm(key);
    } catch (GeneralSecurityException e) {
      return new LightGcm(key); // this platform lacks the transformation
    }
  }

  /** Encrypts; the result is the ciphertext with the tag. */
  public byte[] seal(byte[] iv, byte[] aad, byte[] plaintext) {
    return seal(iv, aad, plaintext, 0, plaintext.length, 0);
  }

  /**
   * Encrypts a part of an array and leaves room before the ciphertext.
   *
   * @param headroom zero bytes at the begin of the result, for a header the caller writes
   */
  public byte[] seal(byte[] iv, byte[] aad, byte[] plaintext, int at, int length, int headroom) {
    requireIv(iv);
    byte[] sealed = new byte[Math.addExact(headroom, Math.addExact(length, TAG_LENGTH))];
    engine.seal(iv, aad, plaintext, at, length, sealed, headroom);
    return sealed;
  }

  /** Decrypts ciphertext and tag; throws, without output, when they do not authenticate. */
  public byte[] open(byte[] iv, byte[] aad, byte[] ciphertext) throws InvalidCiphertextException {
    return open(iv, aad, ciphertext, 0, ciphertext.length);
  }

  /** Decrypts ciphertext and tag that are a part of an array. */
  public byte[] open(byte[] iv, byte[] aad, byte[] ciphertext, int at, int length)
      throws InvalidCiphertextException {
    requireIv(iv);
    if (length < TAG_LENGTH) {
      throw new InvalidCiphertextException("The ciphertext is shorter than its tag.");
    }
    return engine.open(iv, aad, ciphertext, at, length);
  }

  private static void requireIv(byte[] iv) {
    if (iv.length != IV_LENGTH) {
      throw new IllegalArgumentException("An AES-GCM iv has 12 bytes here.");
    }
  }
}
