package org.amarula.crypto.kdf;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * HMAC-SHA256 over the concatenation of parts. Stateless and thread-safe; compare results with
 * {@link java.security.MessageDigest#isEqual}.
 */
public final class Hmac {
  /** The platform refuses an empty key, which HMAC pads to a block of zeros anyway. */
  private static final byte[] EMPTY_KEY = new byte[32];

  private static final int LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  /**
   * One object for each thread, since looking one up takes as long as a short code. It is
   * initialised for each use, and holds the last key until the next. The plain type keeps a thread
   * from referring to this bundle.
   */
  private static final ThreadLocal<Mac> KEPT = new ThreadLocal<>();

  private Hmac() {}

  /** HMAC-SHA256 over the concatenated parts, 32 bytes; an empty key is allowed. */
  public static byte[] sha256(byte[] key, byte[]... parts) {
    byte[] usable = key.length == 0 ? EMPTY_KEY : key;
    try {
      return platform(usable, parts);
    } catch (GeneralSecurityException e) {
      return light(usable, parts); // this platform lacks it
    }
  }

  /**
   * The blocks of HKDF's expansion (RFC 5869, section 2.3): code i is over code i-1, {@code info}
   * and the byte i. At most 255 blocks of 32 bytes.
   */
  static byte[] expand(byte[] key, byte[] info, int blocks) {
    byte[] codes = new byte[blocks * LENGTH];
    try {
      Mac mac = keyed(key);
      for (int i = 0; i < blocks; i++) {
        if (i > 0) {
          mac.update(codes, (i - 1) * LENGTH, LENGTH);
        }
        mac.update(info);
        mac.update((byte) (i + 1));
        mac.doFinal(codes, i * LENGTH);
      }
      return codes;
    } catch (GeneralSecurityException e) {
      return lightExpand(key, info, blocks); // this platform lacks it
    }
  }

  static byte[] lightExpand(byte[] key, byte[] info, int blocks) {
    byte[] codes = new byte[blocks * LENGTH];
    byte[] block = new byte[0];
    for (int i = 0; i < blocks; i++) {
      block = light(key, block, info, new byte[] {(byte) (i + 1)});
      System.arraycopy(block, 0, codes, i * LENGTH, LENGTH);
    }
    return codes;
  }

  private static byte[] platform(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = keyed(key);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static Mac keyed(byte[] key) throws GeneralSecurityException {
    Mac mac = KEPT.get();
    if (mac == null) {
      mac = Mac.getInstance(ALGORITHM);
      KEPT.set(mac);
    }
    mac.init(new SecretKeySpec(key, ALGORITHM));
    return mac;
  }

  static byte[] light(byte[] key, byte[]... parts) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    for (byte[] part : parts) {
      mac.update(part, 0, part.length);
    }
    byte[] code = new byte[mac.getMacSize()];
    mac.doFinal(code, 0);
    return code;
  }
}
