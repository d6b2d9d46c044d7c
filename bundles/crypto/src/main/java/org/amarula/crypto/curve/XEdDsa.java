package org.amarula.crypto.curve;

import java.security.SecureRandom;
import java.util.Arrays;
import org.amarula.crypto.kdf.Hash;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * XEdDSA signatures with X25519 keys, in the variation that carries the sign bit of the Edwards key
 * in the top bit of the last signature byte (signal.md 1.2). Stateless and thread-safe. Signing
 * takes constant time; verification may not, since all its inputs are public.
 */
public final class XEdDsa {
  /** Length of a signature, and of the random bytes that go into one. */
  public static final int SIGNATURE_LENGTH = 64;

  private static final byte[] HASH_PREFIX = new byte[32];

  static {
    Arrays.fill(HASH_PREFIX, (byte) 0xFF);
    HASH_PREFIX[0] = (byte) 0xFE;
  }

  private XEdDsa() {}

  /**
   * Signs with a raw private key; {@link KeyPair#sign} is twice as fast from the second call on.
   */
  public static byte[] sign(byte[] privateKey, byte[] message, SecureRandom random) {
    byte[] random64 = new byte[SIGNATURE_LENGTH];
    random.nextBytes(random64);
    return sign(privateKey, message, random64);
  }

  static byte[] sign(byte[] privateKey, byte[] message, byte[] random64) {
    X25519Agreement.requirePrivate(privateKey);
    byte[] clamped = privateKey.clone();
    X25519.clampPrivateKey(clamped);
    byte[] signature = sign(clamped, EdwardsBase.multiply(clamped), message, random64);
    Arrays.fill(clamped, (byte) 0);
    return signature;
  }

  /** Signs with a clamped private key {@code a} whose {@code A = aB} is known. */
  static byte[] sign(byte[] clamped, byte[] edwardsPublicKey, byte[] message, byte[] random64) {
    // signal.md 1.2: r = SHA512(FE || FF*31 || a || M || Z) mod L, R = rB
    byte[] r = ScalarModL.reduce(Hash.sha512(HASH_PREFIX, clamped, message, random64));
    byte[] point = EdwardsBase.multiply(r);
    // h = SHA512(R || A || M) mod L, s = r + h*a mod L
    byte[] h = ScalarModL.reduce(Hash.sha512(point, edwardsPublicKey, message));
    byte[] s = ScalarModL.multiplyAdd(h, clamped, r);
    Arrays.fill(r, (byte) 0);
    byte[] signature = Arrays.copyOf(point, SIGNATURE_LENGTH);
    System.arraycopy(s, 0, signature, 32, 32);
    signature[63] |= (byte) (edwardsPublicKey[31] & 0x80);
    return signature;
  }

  /**
   * Whether the signature over the message is that of the raw public key. Malformed input of any
   * kind, a key of small order and an {@code s >= L} give false, never an exception.
   */
  public static boolean verify(byte[] publicKey32, byte[] message, byte[] signature) {
    return MappedKey.of(publicKey32).map(key -> verify(key, message, signature)).orElse(false);
  }

  /** The same with a key that is mapped already. */
  static boolean verify(MappedKey key, byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_LENGTH) {
      return false;
    }
    byte[] plain = signature.clone();
    plain[63] &= 0x7F;
    if (!ScalarModL.isReduced(plain, 32)) {
      return false; // signal.md 1.2: the sum s + L would be a second form of the same signature
    }
    int sign = (signature[63] & 0x80) >>> 7;
    byte[] point = Arrays.copyOf(plain, 32);
    byte[] s = Arrays.copyOfRange(plain, 32, 64);
    byte[] h = ScalarModL.reduce(Hash.sha512(point, key.compressed(sign), message));
    // Exact bytes, no cofactor: Bouncy Castle's verification multiplies by 8 and accepts more.
    return Arrays.equals(point, key.difference(s, h, sign));
  }

  /** Whether both are forms of one public key: u = (1 + y) / (1 - y). For public values. */
  static boolean isEdwardsForm(byte[] edwards, byte[] publicKey32) {
    if (edwards.length != X25519Agreement.KEY_LENGTH
        || publicKey32.length != X25519Agreement.KEY_LENGTH) {
      return false;
    }
    int[] u = X25519Field.create();
    int[] y = X25519Field.create();
    int[] one = X25519Field.create();
    int[] numerator = X25519Field.create();
    int[] denominator = X25519Field.create();
    X25519Field.decode255(publicKey32, u);
    X25519Field.decode255(edwards, y);
    X25519Field.one(one);
    X25519Field.apm(one, y, numerator, denominator);
    X25519Field.mul(u, denominator, denominator);
    X25519Field.normalize(numerator);
    X25519Field.normalize(denominator);
    return X25519Field.areEqualVar(numerator, denominator);
  }
}
