package org.amarula.crypto.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hkdf;

/** The keys of one group message, spec signal.md 1.3: here the iv comes first, then the key. */
final class GroupKeys {
  private static final byte[] INFO = "WhisperGroup".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[32];

  private final byte[] iv;
  private final byte[] cipherKey;

  private GroupKeys(byte[] okm) {
    this.iv = Arrays.copyOfRange(okm, 0, 16);
    this.cipherKey = Arrays.copyOfRange(okm, 16, 48);
  }

  static GroupKeys derive(byte[] seed) {
    return new GroupKeys(Hkdf.sha256(seed, NO_SALT, INFO, 48));
  }

  byte[] encrypt(byte[] plaintext) {
    return AesCbc.encrypt(cipherKey, iv, plaintext);
  }

  byte[] decrypt(byte[] ciphertext) throws InvalidMessageException {
    try {
      return AesCbc.decrypt(cipherKey, iv, ciphertext);
    } catch (InvalidCiphertextException e) {
      throw new InvalidMessageException(
          InvalidMessageException.Kind.BAD_CIPHERTEXT, "The block padding is wrong", e);
    }
  }
}
