package org.amarula.crypto.signal;

import org.amarula.crypto.curve.X25519Agreement;

/** X25519 on the 33-byte form, with the failure of this package. */
final class Agreement {
  private Agreement() {}

  static byte[] agree(byte[] privateKey, byte[] publicKey) throws InvalidKeyException {
    try {
      return X25519Agreement.agree(privateKey, PublicKeys.bare(publicKey));
    } catch (org.amarula.crypto.curve.InvalidKeyException e) {
      throw new InvalidKeyException("Agreement with a public key of small order", e);
    }
  }
}
