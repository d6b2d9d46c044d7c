package org.amarula.crypto.curve;

import static org.bouncycastle.math.ec.rfc7748.X25519Field.apm;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.carry;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.create;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.encode;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.inv;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.mul;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.normalize;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.one;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.sqr;
import static org.bouncycastle.math.ec.rfc7748.X25519Field.sub;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A mutable accumulator on the curve {@code -x^2 + y^2 = 1 + d*x^2*y^2} in extended coordinates:
 * {@code x = X/Z, y = Y/Z, T = XY/Z}. The formulas are those of Hisil, Wong, Carter and Dawson
 * (2008), section 3 with a = -1: complete, hence without special cases and branches. Used by one
 * thread within one call.
 */
final class EdwardsPoint {
  final int[] x = create();
  final int[] y = create();
  final int[] z = create();
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
  }

  /** Doubles the point. */
  void twice() {
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
    mul(e, h, t);
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
    int[] affineX = create();
    int[] affineY = create();
    affine(affineX, affineY);
    byte[] compressed = new byte[32];
    encode(affineY, compressed);
    compressed[31] |= (byte) ((affineX[0] & 1) << 7);
    return compressed;
  }
}
