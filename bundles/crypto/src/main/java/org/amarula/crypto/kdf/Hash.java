package org.amarula.crypto.kdf;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** The hashes SHA-256 and SHA-512 over the concatenation of parts. Stateless and thread-safe. */
public final class Hash {
  private Hash() {}

  /** SHA-256 over the concatenated parts, 32 bytes. */
  public static byte[] sha256(byte[]... parts) {
    try {
      return platform("SHA-256", parts);
    } catch (GeneralSecurityException e) {
      return light(new SHA256Digest(), parts); // this platform lacks it
    }
  }

  /** SHA-512 over the concatenated parts, 64 bytes. */
  public static byte[] sha512(byte[]... parts) {
    try {
      return platform("SHA-512", parts);
    } catch (GeneralSecurityException e) {
      return light(new SHA512Digest(), parts); // this platform lacks it
    }
  }

  private static byte[] platform(String algorithm, byte[]... parts)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  static byte[] light(Digest digest, byte[]... parts) {
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
