package org.amarula.crypto.pairing;

import java.security.SecureRandom;
import java.util.Arrays;
import org.amarula.crypto.cipher.AesCtr;
import org.amarula.crypto.kdf.Pbkdf2;

/**
 * An ephemeral public key under a link code (transport.md 8.2): {@code salt(32) || iv(16) ||
 * AES-256-CTR(PBKDF2(code, salt), iv, key)}, 80 bytes. Stateless and thread-safe; each call takes
 * tens of milliseconds on purpose, so keep it off loops.
 */
public final class WrappedKey {
  /** Length of the wrapped form. */
  public static final int LENGTH = 80;

  private static final int SALT = 32;
  private static final int IV = 16;
  private static final int ITERATIONS = 2 << 16;

  private WrappedKey() {}

  /** Wraps a raw public key. */
  public static byte[] wrap(LinkCode code, byte[] publicKey32, SecureRandom random) {
    byte[] salt = new byte[SALT];
    byte[] iv = new byte[IV];
    random.nextBytes(salt);
    random.nextBytes(iv);
    return wrap(code, publicKey32, salt, iv);
  }

  static byte[] wrap(LinkCode code, byte[] publicKey32, byte[] salt, byte[] iv) {
    byte[] wrapped = Arrays.copyOf(salt, LENGTH);
    System.arraycopy(iv, 0, wrapped, SALT, IV);
    byte[] encrypted = AesCtr.apply(codeKey(code, salt), iv, publicKey32);
    System.arraycopy(encrypted, 0, wrapped, SALT + IV, LENGTH - SALT - IV);
    return wrapped;
  }

  /** Unwraps; a wrong code yields a wrong key, which nothing here can notice. */
  public static byte[] unwrap(LinkCode code, byte[] wrapped) throws LinkCodeRefusedException {
    if (wrapped.length != LENGTH) {
      throw new LinkCodeRefusedException("A wrapped ephemeral key has 80 bytes.");
    }
    byte[] salt = Arrays.copyOfRange(wrapped, 0, SALT);
    byte[] iv = Arrays.copyOfRange(wrapped, SALT, SALT + IV);
    byte[] encrypted = Arrays.copyOfRange(wrapped, SALT + IV, LENGTH);
    return AesCtr.apply(codeKey(code, salt), iv, encrypted);
  }

  static byte[] codeKey(LinkCode code, byte[] salt) {
    return Pbkdf2.sha256(code.text(), salt, ITERATIONS, 32);
  }
}
