package org.amarula.sandbox.internal.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hash;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.crypto.kdf.Hmac;

/**
 * A file encrypted as media (spec features.md 2.2).
 *
 * @param mediaKey opens it
 * @param content ciphertext and MAC, as it is uploaded
 * @param plainHash SHA-256 before encryption
 * @param plainLength before encryption
 */
public record SealedFile(Bytes mediaKey, Bytes content, Bytes plainHash, long plainLength) {
  private static final int MAC = 10;

  /** Encrypts under a fresh key. */
  public static SealedFile of(byte[] plain, String info, SecureRandom random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return of(plain, info, key);
  }

  /** Encrypts under this key. */
  static SealedFile of(byte[] plain, String info, byte[] key) {
    byte[] keys = expand(key, info);
    byte[] iv = Arrays.copyOf(keys, 16);
    byte[] ciphertext = AesCbc.encrypt(Arrays.copyOfRange(keys, 16, 48), iv, plain);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ciphertext);
    file.write(mac(keys, ciphertext), 0, MAC);
    return new SealedFile(
        Bytes.copyOf(key),
        Bytes.wrap(file.toByteArray()),
        Bytes.wrap(Hash.sha256(plain)),
        plain.length);
  }

  private static byte[] expand(byte[] key, String info) {
    return Hkdf.sha256(key, null, info.getBytes(US_ASCII), 112);
  }

  private static byte[] mac(byte[] keys, byte[] ciphertext) {
    return Hmac.sha256(Arrays.copyOfRange(keys, 48, 80), Arrays.copyOf(keys, 16), ciphertext);
  }

  /** SHA-256 of the file as it is uploaded. */
  public Bytes hash() {
    return Bytes.wrap(Hash.sha256(content.toArray()));
  }

  /** Opens a file; nothing when it is not what its MAC says. */
  public static Optional<byte[]> open(byte[] file, byte[] key, String info) {
    if (file.length <= MAC) {
      return Optional.empty();
    }
    byte[] keys = expand(key, info);
    byte[] ciphertext = Arrays.copyOf(file, file.length - MAC);
    byte[] mac = Arrays.copyOf(mac(keys, ciphertext), MAC);
    if (!Arrays.equals(mac, Arrays.copyOfRange(file, ciphertext.length, file.length))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          AesCbc.decrypt(Arrays.copyOfRange(keys, 16, 48), Arrays.copyOf(keys, 16), ciphertext));
    } catch (InvalidCiphertextException e) {
      return Optional.empty();
    }
  }
}
