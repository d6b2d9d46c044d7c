package org.amarula.crypto.curve;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * The image of an X25519 public key on the Edwards curve (signal.md 1.2), with the multiples of it
 * that a verification adds up. Two points belong to one key; this is the one whose x is even, and
 * the sign of a signature says whether its negative is meant. Immutable, public values only.
 */
final class MappedKey {
  private static final int WIDTH = 5;
  private static final int HALF = 128;

  private final byte[] y;
  private final EdwardsPoint even;
  private final CachedPoint[] multiples;
  private final CachedPoint[] upperMultiples; // of 2^128 times the point; null: not prepared

  private MappedKey(
      byte[] y, EdwardsPoint even, CachedPoint[] multiples, CachedPoint[] upperMultiples) {
    this.y = y;
    this.even = even;
    this.multiples = multiples;
    this.upperMultiples = upperMultiples;
  }

  /** Maps a raw key; empty when it has not 32 bytes, small order, no image, or is on the twist. */
  static Optional<MappedKey> of(byte[] publicKey32) {
    if (publicKey32.length != X25519Agreement.KEY_LENGTH) {
      return Optional.empty();
    }
    int[] y = X25519Field.create();
    int[] x = X25519Field.create();
    if (!edwardsY(publicKey32, y) || !EdwardsCurve.recoverX(y, 0, x)) {
      return Optional.empty();
    }
    byte[] encoded = new byte[X25519Agreement.KEY_LENGTH];
    X25519Field.encode(y, encoded);
    EdwardsPoint even = EdwardsPoint.ofAffine(x, y);
    return Optional.of(
        new MappedKey(encoded, even, CachedPoint.oddMultiples(even, 1 << (WIDTH - 2)), null));
  }

  /** The same key, prepared: worth a third of a verification, and saves half of each later one. */
  MappedKey prepared() {
    EdwardsPoint upper = even.copy();
    for (int i = 0; i < HALF; i++) {
      upper.twice();
    }
    return new MappedKey(y, even, multiples, CachedPoint.oddMultiples(upper, 1 << (WIDTH - 2)));
  }

  boolean isPrepared() {
    return upperMultiples != null;
  }

  /** The compressed point with this lowest bit of x. */
  byte[] compressed(int sign) {
    byte[] compressed = y.clone();
    compressed[31] |= (byte) (sign << 7);
    return compressed;
  }

  /** The compressed {@code s*B - h*A}, A with this lowest bit of x, both scalars below L. */
  byte[] difference(byte[] s, byte[] h, int sign) {
    DoubleScalar sum = new DoubleScalar(s, h, WIDTH, sign == 0);
    return isPrepared() ? sum.inHalves(multiples, upperMultiples) : sum.whole(multiples);
  }

  /** y = (u - 1) / (u + 1), normalized; false when u has small order or no image. */
  private static boolean edwardsY(byte[] publicKey32, int[] y) {
    int[] u = X25519Field.create();
    X25519Field.decode255(publicKey32, u); // bit 255 is ignored (RFC 7748)
    X25519Field.normalize(u);
    if (SmallOrder.contains(u)) {
      return false;
    }
    int[] numerator = X25519Field.create();
    int[] denominator = X25519Field.create();
    int[] one = X25519Field.create();
    X25519Field.one(one);
    X25519Field.apm(u, one, denominator, numerator);
    X25519Field.normalize(denominator);
    X25519Field.invVar(denominator, denominator);
    X25519Field.mul(numerator, denominator, y);
    X25519Field.normalize(y);
    return true;
  }
}
