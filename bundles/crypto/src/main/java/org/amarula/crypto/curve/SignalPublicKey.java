package org.amarula.crypto.curve;

import java.util.Arrays;

/**
 * The 33-byte form of a public key inside Signal structures, {@code 05 || u} (signal.md 1.1). Nodes
 * and ADV fields carry the 32 bytes without the type byte.
 */
public final class SignalPublicKey {
  /** Length with the type byte. */
  public static final int LENGTH = 33;

  private static final byte TYPE = 0x05;

  private SignalPublicKey() {}

  /** Puts the type byte before a 32-byte key. */
  public static byte[] encode(byte[] publicKey32) {
    if (publicKey32.length != X25519Agreement.KEY_LENGTH) {
      throw new IllegalArgumentException("A raw public key has 32 bytes.");
    }
    byte[] encoded = new byte[LENGTH];
    encoded[0] = TYPE;
    System.arraycopy(publicKey32, 0, encoded, 1, publicKey32.length);
    return encoded;
  }

  /** Checks length and type byte and returns the 32 raw bytes. */
  public static byte[] decode(byte[] publicKey33) throws InvalidKeyException {
    // signal.md 1.1: a decoder refuses length != 33 or first byte != 05.
    if (publicKey33.length != LENGTH) {
      throw new InvalidKeyException(
          "A Signal public key has 33 bytes, this has " + publicKey33.length + ".");
    }
    if (publicKey33[0] != TYPE) {
      throw new InvalidKeyException("The type byte of a Signal public key is 05.");
    }
    return Arrays.copyOfRange(publicKey33, 1, LENGTH);
  }
}
