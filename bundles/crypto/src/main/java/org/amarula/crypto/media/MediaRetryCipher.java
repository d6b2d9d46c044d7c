package org.amarula.crypto.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hkdf;

/**
 * Seals the request for a file that is gone and opens its answer (features 2.6): AES-256-GCM under
 * a key that is made from the media key, with the message's id as associated data. Thread-safe.
 */
public final class MediaRetryCipher {
  private static final byte[] INFO = "WhatsApp Media Retry Notification".getBytes(US_ASCII);
  private static final int IV = 12;

  private final byte[] key;

  /** For the file with this media key of 32 bytes. */
  public MediaRetryCipher(byte[] mediaKey) {
    this.key = Hkdf.sha256(mediaKey, null, INFO, 32);
  }

  /**
   * Seals what is asked.
   *
   * @param iv 12 bytes, never used before with this file
   */
  public byte[] seal(String messageId, byte[] iv, byte[] plaintext) {
    return new AesGcm(key).seal(iv, messageId.getBytes(UTF_8), plaintext);
  }

  /** Opens what another sealed. */
  public byte[] open(String messageId, byte[] iv, byte[] ciphertext)
      throws InvalidCiphertextException {
    if (iv.length != IV) {
      throw new InvalidCiphertextException("The iv is not of 12 bytes.");
    }
    return new AesGcm(key).open(iv, messageId.getBytes(UTF_8), ciphertext);
  }
}
