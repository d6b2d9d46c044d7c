package org.amarula.crypto.curve;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/** A point in the form that additions take: {@code Y+X, Y-X, 2Z, 2dT}. Not changed once filled. */
final class CachedPoint {
  final int[] yPlusX = X25519Field.create();
  final int[] yMinusX = X25519Field.create();
  final int[] z2 = X25519Field.create();
  final int[] t2d = X25519Field.create();

  /** The odd multiples of a point: 1, 3, 5 and so on. */
  static CachedPoint[] oddMultiples(EdwardsPoint point, int count) {
    CachedPoint[] multiples = new CachedPoint[count];
    multiples[0] = point.cached();
    EdwardsPoint doubled = new EdwardsPoint();
    doubled.add(multiples[0], false);
    doubled.twice();
    CachedPoint step = doubled.cached();
    EdwardsPoint multiple = new EdwardsPoint();
    multiple.add(multiples[0], false);
    for (int i = 1; i < count; i++) {
      multiple.add(step, false);
      multiples[i] = multiple.cached();
    }
    return multiples;
  }
}
