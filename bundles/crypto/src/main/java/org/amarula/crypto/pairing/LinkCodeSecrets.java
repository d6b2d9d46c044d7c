package org.amarula.crypto.pairing;

import java.nio.charset.StandardCharsets;
import org.amarula.crypto.curve.InvalidKeyException;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.kdf.Hkdf;

/** What both sides of a link-code exchange derive alike (transport.md 8.4). Stateless. */
final class LinkCodeSecrets {
  static final int SALT = 32;
  static final int NONCE = 12;
  static final int PART = 32;
  static final int WRAPPED_LENGTH = SALT + NONCE + 3 * PART + 16;
  private static final byte[] BUNDLE_INFO =
      "link_code_pairing_key_bundle_encryption_key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADV_INFO = "adv_secret".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[0];

  private LinkCodeSecrets() {}

  static byte[] agree(KeyPair own, byte[] theirs) throws LinkCodeRefusedException {
    try {
      return own.agree(theirs);
    } catch (InvalidKeyException e) {
      throw new LinkCodeRefusedException("A public key of the exchange is useless.", e);
    }
  }

  static byte[] bundleKey(byte[] shared, byte[] salt) {
    return Hkdf.sha256(shared, salt, BUNDLE_INFO, 32);
  }

  static byte[] advSecret(byte[] shared, byte[] identityShared, byte[] advRandom) {
    return Hkdf.sha256(concat(shared, identityShared, advRandom), NO_SALT, ADV_INFO, 32);
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
