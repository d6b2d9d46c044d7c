package org.amarula.crypto.curve;

import org.bouncycastle.math.ec.rfc7748.X25519;

/** Plain X25519 of RFC 7748 on raw 32-byte keys. Stateless, thread-safe, constant time. */
public final class X25519Agreement {
  /** Length of a raw public key, a private key and a shared secret. */
  public static final int KEY_LENGTH = 32;

  private X25519Agreement() {}

  /**
   * The shared secret, used as it is.
   *
   * @throws InvalidKeyException when the public key has not 32 bytes or yields all zeros
   */
  public static byte[] agree(byte[] privateKey, byte[] publicKey32) throws InvalidKeyException {
    requirePrivate(privateKey);
    if (publicKey32.length != KEY_LENGTH) {
      throw new InvalidKeyException(
          "A raw public key has 32 bytes, this has " + publicKey32.length + ".");
    }
    byte[] shared = new byte[KEY_LENGTH];
    // signal.md 1.1 and transport.md 2.3: an all-zero result is refused.
    if (!X25519.calculateAgreement(privateKey, 0, publicKey32, 0, shared, 0)) {
      throw new InvalidKeyException("The public key has small order: the agreement is all zeros.");
    }
    return shared;
  }

  /** The raw public key of a private key; clamps a copy as RFC 7748 asks. */
  public static byte[] publicKey(byte[] privateKey) {
    requirePrivate(privateKey);
    byte[] publicKey = new byte[KEY_LENGTH];
    X25519.scalarMultBase(privateKey, 0, publicKey, 0);
    return publicKey;
  }

  static void requirePrivate(byte[] privateKey) {
    if (privateKey.length != KEY_LENGTH) {
      throw new IllegalArgumentException("A private key has 32 bytes.");
    }
  }
}
