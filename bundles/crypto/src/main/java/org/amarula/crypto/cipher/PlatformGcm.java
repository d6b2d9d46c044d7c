package org.amarula.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM by the platform, with the cipher object kept and initialised for each message. */
final class PlatformGcm implements GcmEngine {
  private final Cipher cipher;
  private final SecretKeySpec key;

  PlatformGcm(byte[] key) throws GeneralSecurityException {
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    this.key = new SecretKeySpec(key, "AES");
  }

  @Override
  public void seal(byte[] iv, byte[] aad, byte[] in, int at, int length, byte[] out, int outAt) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(AesGcm.TAG_LENGTH * 8, iv));
      cipher.updateAAD(aad);
      cipher.doFinal(in, at, length, out, outAt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM of this platform cannot encrypt.", e);
    }
  }

  @Override
  public byte[] open(byte[] iv, byte[] aad, byte[] in, int at, int length)
      throws InvalidCiphertextException {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(AesGcm.TAG_LENGTH * 8, iv));
      cipher.updateAAD(aad);
      return cipher.doFinal(in, at, length);
    } catch (AEADBadTagException e) {
      throw new InvalidCiphertextException("The ciphertext does not authenticate.");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM of this platform cannot decrypt.", e);
    }
  }
}
