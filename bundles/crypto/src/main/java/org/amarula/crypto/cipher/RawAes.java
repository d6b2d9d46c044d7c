package org.amarula.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.DefaultBufferedBlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** AES-256 without padding, by the platform or, where it lacks the transformation, light. */
final class RawAes {
  static final int BLOCK = 16;
  private static final int KEY_LENGTH = 32;

  /** The two modes under their platform names. */
  enum Mode {
    CBC("AES/CBC/NoPadding"),
    CTR("AES/CTR/NoPadding");

    private final String transformation;

    /**
     * One cipher for each thread, since looking one up takes longer than to encrypt a message. It
     * is initialised for each use, and holds the last key until the next. The plain type keeps a
     * thread from referring to this bundle.
     */
    private final ThreadLocal<Cipher> kept = new ThreadLocal<>();

    Mode(String transformation) {
      this.transformation = transformation;
    }

    private Cipher cipher() throws GeneralSecurityException {
      Cipher cipher = kept.get();
      if (cipher == null) {
        cipher = Cipher.getInstance(transformation);
        kept.set(cipher);
      }
      return cipher;
    }
  }

  private RawAes() {}

  static void requireKey(byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("An AES-256 key has 32 bytes.");
    }
  }

  /** Runs the cipher over the input; in CBC mode its length is a multiple of 16. */
  static byte[] run(Mode mode, boolean encrypt, byte[] key, byte[] iv, byte[] input) {
    requireKey(key);
    if (iv.length != BLOCK) {
      throw new IllegalArgumentException("An AES iv has 16 bytes.");
    }
    try {
      return platform(mode, encrypt, key, iv, input);
    } catch (GeneralSecurityException e) {
      return light(mode, encrypt, key, iv, input); // this platform lacks the transformation
    }
  }

  private static byte[] platform(Mode mode, boolean encrypt, byte[] key, byte[] iv, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = mode.cipher();
    int direction = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    cipher.init(direction, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher.doFinal(input);
  }

  static byte[] light(Mode mode, boolean encrypt, byte[] key, byte[] iv, byte[] input) {
    BufferedBlockCipher cipher =
        mode == Mode.CBC
            ? new DefaultBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()))
            : new DefaultBufferedBlockCipher(SICBlockCipher.newInstance(AESEngine.newInstance()));
    cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key), iv));
    byte[] output = new byte[input.length];
    try {
      int written = cipher.processBytes(input, 0, input.length, output, 0);
      cipher.doFinal(output, written);
      return output;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("AES cannot run.", e);
    }
  }
}
