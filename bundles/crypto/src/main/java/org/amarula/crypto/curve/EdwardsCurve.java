package org.amarula.crypto.curve;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/** The constants of the curve {@code -x^2 + y^2 = 1 + d*x^2*y^2}, d = -121665/121666. */
final class EdwardsCurve {
  /** 2d; not to be changed. */
  static final int[] TWO_D = twoD();

  private EdwardsCurve() {}

  /** The base point: y = 4/5 and the even x. */
  static EdwardsPoint base() {
    int[] one = X25519Field.create();
    int[] x = X25519Field.create();
    int[] y = X25519Field.create();
    X25519Field.one(one);
    X25519Field.mul(one, 5, y);
    X25519Field.inv(y, y);
    X25519Field.mul(y, 4, y);
    if (!recoverX(y, 0, x)) {
      throw new IllegalStateException("4/5 is no y-coordinate: the field arithmetic is broken.");
    }
    return EdwardsPoint.ofAffine(x, y);
  }

  /**
   * Finds x with x^2 = (y^2 - 1) / (d*y^2 + 1) and the given lowest bit; false when there is none.
   * For public values, the time varies.
   */
  static boolean recoverX(int[] y, int lowestBit, int[] x) {
    int[] u = X25519Field.create();
    int[] v = X25519Field.create();
    X25519Field.sqr(y, u);
    X25519Field.mul(u, TWO_D, v); // 2dy^2 + 2 = 2(dy^2 + 1), so double u as well
    X25519Field.addOne(v);
    X25519Field.addOne(v);
    X25519Field.subOne(u);
    X25519Field.add(u, u, u);
    X25519Field.carry(u);
    X25519Field.carry(v);
    if (!X25519Field.sqrtRatioVar(u, v, x)) {
      return false;
    }
    X25519Field.normalize(x);
    X25519Field.cnegate((x[0] & 1) ^ lowestBit, x);
    X25519Field.normalize(x);
    return true;
  }

  private static int[] twoD() {
    int[] denominator = X25519Field.create();
    int[] twoD = X25519Field.create();
    X25519Field.one(denominator);
    X25519Field.mul(denominator, 121666, denominator);
    X25519Field.inv(denominator, denominator);
    X25519Field.mul(denominator, 2 * 121665, twoD);
    X25519Field.negate(twoD, twoD);
    X25519Field.carry(twoD);
    return twoD;
  }
}
