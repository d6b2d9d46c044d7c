package org.amarula.crypto.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hkdf;

/** The keys of one session message, spec signal.md 1.3: cipher key 32, MAC key 32, iv 16. */
final class MessageKeys {
  private static final byte[] INFO = "WhisperMessageKeys".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[32];

  private final byte[] okm;

  private MessageKeys(byte[] okm) {
    this.okm = okm;
  }

  static MessageKeys derive(byte[] seed) {
    return new MessageKeys(Hkdf.sha256(seed, NO_SALT, INFO, 80));
  }

  byte[] macKey() {
    return Arrays.copyOfRange(okm, 32, 64);
  }

  byte[] encrypt(byte[] plaintext) {
    return AesCbc.encrypt(cipherKey(), iv(), plaintext);
  }

  byte[] decrypt(byte[] ciphertext) throws InvalidMessageException {
    try {
      return AesCbc.decrypt(cipherKey(), iv(), ciphertext);
    } catch (InvalidCiphertextException e) {
      throw new InvalidMessageException(
          InvalidMessageException.Kind.BAD_CIPHERTEXT, "The block padding is wrong", e);
    }
  }

  private byte[] cipherKey() {
    return Arrays.copyOfRange(okm, 0, 32);
  }

  private byte[] iv() {
    return Arrays.copyOfRange(okm, 64, 80);
  }
}
