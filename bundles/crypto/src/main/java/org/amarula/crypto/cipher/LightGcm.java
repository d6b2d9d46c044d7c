package org.amarula.crypto.cipher;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES-GCM by Bouncy Castle's light API, for platforms without the transformation. */
final class LightGcm implements GcmEngine {
  private final byte[] key;

  LightGcm(byte[] key) {
    this.key = key.clone();
  }

  @Override
  public void seal(byte[] iv, byte[] aad, byte[] in, int at, int length, byte[] out, int outAt) {
    try {
      GCMModeCipher cipher = cipher(true, iv, aad);
      int written = cipher.processBytes(in, at, length, out, outAt);
      cipher.doFinal(out, outAt + written);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("AES-GCM cannot encrypt.", e);
    }
  }

  @Override
  public byte[] open(byte[] iv, byte[] aad, byte[] in, int at, int length)
      throws InvalidCiphertextException {
    GCMModeCipher cipher = cipher(false, iv, aad);
    byte[] plaintext = new byte[cipher.getOutputSize(length)];
    try {
      int written = cipher.processBytes(in, at, length, plaintext, 0);
      written += cipher.doFinal(plaintext, written);
      return written == plaintext.length ? plaintext : Arrays.copyOf(plaintext, written);
    } catch (InvalidCipherTextException e) {
      throw new InvalidCiphertextException("The ciphertext does not authenticate.");
    }
  }

  private GCMModeCipher cipher(boolean encrypt, byte[] iv, byte[] aad) {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    int tagBits = AesGcm.TAG_LENGTH * 8;
    cipher.init(encrypt, new AEADParameters(new KeyParameter(key), tagBits, iv, aad));
    return cipher;
  }
}
