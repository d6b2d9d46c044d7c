package org.amarula.crypto.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.amarula.crypto.kdf.Hkdf;

/**
 * An encrypted file that was verified from end to end before anything of it is read (features 2.2,
 * 2.4). Holds the ciphertext and nothing of the plaintext, which is decrypted each time it is read,
 * in pieces: the memory is that of the file and some KiB. Immutable.
 *
 * <pre>
 *  file = AES-256-CBC(PKCS#7(plaintext)) | first 10 bytes of HMAC-SHA256(iv | ciphertext)
 * </pre>
 */
public final class MediaFile {
  private static final int KEY = 32;
  private static final int BLOCK = 16;
  private static final int MAC = 10;
  private static final int EXPANDED = 112; // iv 16 | cipher key 32 | mac key 32 | unused 32

  private final byte[] file;
  private final byte[] keys;

  private MediaFile(byte[] file, byte[] keys) {
    this.file = file;
    this.keys = keys;
  }

  /**
   * Checks a file in the order of features 2.4: length, hash of the file, MAC, padding, hash of the
   * plaintext.
   *
   * @param file ciphertext and MAC; the caller gives the array away
   * @param mediaKey 32 bytes
   * @param fileHash SHA-256 of {@code file}
   * @param plainHash SHA-256 of the plaintext
   */
  public static MediaFile verified(
      byte[] file, byte[] mediaKey, MediaType type, byte[] fileHash, byte[] plainHash)
      throws DamagedMediaException {
    require(mediaKey.length == KEY, MediaDamage.KEY);
    int length = file.length - MAC;
    require(length > 0 && length % BLOCK == 0, MediaDamage.LENGTH);
    require(MessageDigest.isEqual(fileHash, sha256().digest(file)), MediaDamage.FILE_HASH);
    byte[] keys = Hkdf.sha256(mediaKey, null, type.info().getBytes(US_ASCII), EXPANDED);
    MediaFile opened = new MediaFile(file, keys);
    byte[] mac = Arrays.copyOfRange(file, length, file.length);
    require(MessageDigest.isEqual(mac, opened.mac()), MediaDamage.MAC);
    require(MessageDigest.isEqual(plainHash, opened.plainHash()), MediaDamage.CONTENT_HASH);
    return opened;
  }

  private static void require(boolean right, MediaDamage damage) throws DamagedMediaException {
    if (!right) {
      throw new DamagedMediaException(damage);
    }
  }

  private byte[] mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys, 48, KEY, "HmacSHA256"));
      mac.update(keys, 0, BLOCK);
      mac.update(file, 0, file.length - MAC);
      return Arrays.copyOf(mac.doFinal(), MAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256.", e);
    }
  }

  private byte[] plainHash() throws DamagedMediaException {
    MessageDigest digest = sha256();
    byte[] piece = new byte[8192];
    try (InputStream in = plaintext()) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    } catch (IOException e) { // of the cipher: the bytes themselves are in memory
      throw new DamagedMediaException(MediaDamage.PADDING);
    }
    return digest.digest();
  }

  /** The plaintext from its beginning, each time anew. Reading it does no I/O. */
  public InputStream plaintext() {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(keys, BLOCK, KEY, "AES"),
          new IvParameterSpec(keys, 0, BLOCK));
      return new CipherInputStream(new ByteArrayInputStream(file, 0, file.length - MAC), cipher);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES in CBC mode.", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  @Override
  public String toString() {
    return "MediaFile[" + file.length + " bytes]";
  }
}
