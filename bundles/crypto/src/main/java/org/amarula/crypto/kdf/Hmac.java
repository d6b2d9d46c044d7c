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

  private static byte[] platform(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
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
