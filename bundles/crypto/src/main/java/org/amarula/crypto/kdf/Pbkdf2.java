package org.amarula.crypto.kdf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** PBKDF2 with HMAC-SHA256, for ASCII passwords. Stateless, thread-safe, slow on purpose. */
public final class Pbkdf2 {
  private Pbkdf2() {}

  /** Derives {@code length} bytes from a non-empty ASCII password. */
  public static byte[] sha256(String password, byte[] salt, int iterations, int length) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, length * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      return light(password, salt, iterations, length); // this platform lacks it
    } finally {
      spec.clearPassword();
    }
  }

  static byte[] light(String password, byte[] salt, int iterations, int length) {
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
    generator.init(password.getBytes(StandardCharsets.US_ASCII), salt, iterations);
    return ((KeyParameter) generator.generateDerivedMacParameters(length * 8)).getKey();
  }
}
