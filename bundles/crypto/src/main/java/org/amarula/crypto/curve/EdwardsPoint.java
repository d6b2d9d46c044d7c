package org.amarula.crypto.curve;

import static org.bouncycastle.math.ec.rfc7748.X25519Field.apm;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.carry;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.create;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.encode;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.inv;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.invVar;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.mul;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.normalize;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.one;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.sqr;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.sub;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A mutable accumulator on the curve {@code -x^2 + y^2 = 1 + d*x^2*y^2} in extended coordinates:
 * {@code x = X/Z, y = Y/Z, T = XY/Z}. The formulas are those of Hisil, Wong, Carter and Dawson
 * (2008), section 3 with a = -1: complete, hence without special cases. Used by one thread within
 * one call.
 */
final class EdwardsPoint {
  private final int[] x = create();
  private final int[] y = create();
  private final int[] z = create();
  private final int[] t = create();
  private final int[] a = create();
  private final int[] b = create();
  private final int[] c = create();
  private final int[] e = create();
  private final int[] f = create();
  private final int[] g = create();
  private final int[] h = create();

  /** The neutral element (0, 1). */
  EdwardsPoint() {
    one(y);
    one(z);
  }

  /** The point with these affine coordinates, which are not checked. */
  static EdwardsPoint ofAffine(int[] x, int[] y) {
    EdwardsPoint point = new EdwardsPoint();
    System.arraycopy(x, 0, point.x, 0, x.length);
    System.arraycopy(y, 0, point.y, 0, y.length);
    mul(x, y, point.t);
    return point;
  }

  /** The same point, to go on from. */
  EdwardsPoint copy() {
    EdwardsPoint copy = new EdwardsPoint();
    System.arraycopy(x, 0, copy.x, 0, x.length);
    System.arraycopy(y, 0, copy.y, 0, y.length);
    System.arraycopy(z, 0, copy.z, 0, z.length);
    System.arraycopy(t, 0, copy.t, 0, t.length);
    return copy;
  }

  /** Adds the affine point given as {@code y+x}, {@code y-x} and {@code 2dxy}. */
  void add(int[] yPlusX, int[] yMinusX, int[] xy2d) {
    apm(y, x, b, a);
    mul(a, yMinusX, a);
    mul(b, yPlusX, b);
    mul(t, xy2d, c);
    X25519Field.add(z, z, g);
    carry(g);
    apm(b, a, h, e);
    apm(g, c, g, f);
    complete();
    mul(e, h, t);
  }

  /**
   * Adds another point or its negative. The time depends on which: for public values.
   *
   * @param minus subtracts: -(x, y) is (-x, y)
   */
  void add(CachedPoint other, boolean minus) {
    apm(y, x, b, a);
    mul(a, minus ? other.yPlusX : other.yMinusX, a);
    mul(b, minus ? other.yMinusX : other.yPlusX, b);
    mul(t, other.t2d, c);
    mul(z, other.z2, g);
    apm(b, a, h, e);
    if (minus) {
      apm(g, c, f, g);
    } else {
      apm(g, c, g, f);
    }
    complete();
    mul(e, h, t);
  }

  /** This point, prepared for additions. */
  CachedPoint cached() {
    CachedPoint cached = new CachedPoint();
    apm(y, x, cached.yPlusX, cached.yMinusX);
    carry(cached.yPlusX);
    carry(cached.yMinusX);
    X25519Field.add(z, z, cached.z2);
    carry(cached.z2);
    mul(t, EdwardsCurve.TWO_D, cached.t2d);
    return cached;
  }

  /** Doubles the point. */
  void twice() {
    twiceWithoutT();
    mul(e, h, t);
  }

  /** Doubles the point for another doubling: the coordinate T is wrong afterwards. */
  void twiceWithoutT() {
    sqr(x, a);
    sqr(y, b);
    sqr(z, c);
    X25519Field.add(c, c, c);
    X25519Field.add(x, y, e);
    sqr(e, e);
    apm(a, b, h, g); // a + b, a - b: both with the sign turned, which cancels below
    sub(h, e, e);
    carry(e);
    X25519Field.add(c, g, f);
    carry(f);
    complete();
  }

  private void complete() {
    mul(e, f, x);
    mul(g, h, y);
    mul(f, g, z);
  }

  /** The affine coordinates, normalized; takes one inversion. */
  void affine(int[] affineX, int[] affineY) {
    inv(z, a);
    mul(x, a, affineX);
    mul(y, a, affineY);
    normalize(affineX);
    normalize(affineY);
  }

  /** The 32-byte form: y, little-endian, with the lowest bit of x on top. */
  byte[] compress() {
    inv(z, a);
    return compressWithInverse();
  }

  /** The same in a time that depends on the point, for public ones. */
  byte[] compressVar() {
    normalize(z);
    invVar(z, a);
    return compressWithInverse();
  }

  private byte[] compressWithInverse() {
    int[] affineX = create();
    int[] affineY = create();
    mul(x, a, affineX);
    mul(y, a, affineY);
    normalize(affineX);
    normalize(affineY);
    byte[] compressed = new byte[32];
    encode(affineY, compressed);
    compressed[31] |= (byte) ((affineX[0] & 1) << 7);
    return compressed;
  }
}
