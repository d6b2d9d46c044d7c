package org.amarula.crypto.curve;

/**
 * The point {@code s*B - h*A} of a verification, in a time that depends on all inputs, which are
 * public. Both scalars go through one chain of doublings, in signed sliding windows. Stateless; the
 * table of the base point's multiples is computed on first use.
 */
final class DoubleScalar {
  private static final int BITS = 256;
  private static final int BASE_WIDTH = 8;
  private static final int KEY_WIDTH = 5;
  private static final CachedPoint[] BASE_MULTIPLES =
      CachedPoint.oddMultiples(EdwardsCurve.base(), 1 << (BASE_WIDTH - 2));

  private DoubleScalar() {}

  /** The compressed difference; both scalars are reduced mod L. */
  static byte[] difference(byte[] s, byte[] h, EdwardsPoint key) {
    CachedPoint[] keyMultiples = CachedPoint.oddMultiples(key, 1 << (KEY_WIDTH - 2));
    byte[] base = windows(s, BASE_WIDTH);
    byte[] other = windows(h, KEY_WIDTH);
    EdwardsPoint sum = new EdwardsPoint();
    int i = BITS - 1;
    while (i >= 0 && base[i] == 0 && other[i] == 0) {
      i--;
    }
    for (; i >= 0; i--) {
      if (base[i] == 0 && other[i] == 0) {
        sum.twiceWithoutT();
        continue;
      }
      sum.twice();
      if (base[i] != 0) {
        sum.add(BASE_MULTIPLES[Math.abs(base[i]) / 2], base[i] < 0);
      }
      if (other[i] != 0) {
        sum.add(keyMultiples[Math.abs(other[i]) / 2], other[i] > 0);
      }
    }
    return sum.compressVar();
  }

  /** The scalar as sum of digits[i] * 2^i, each digit zero or odd and below 2^(width-1). */
  private static byte[] windows(byte[] scalar, int width) {
    byte[] digits = new byte[BITS];
    int carry = 0;
    int i = 0;
    while (i < BITS) {
      if (bit(scalar, i) == carry) {
        i++;
        continue;
      }
      int value = carry;
      for (int k = 0; k < width; k++) {
        value += bit(scalar, i + k) << k;
      }
      carry = value >> (width - 1); // a value in the upper half counts down from the next window
      digits[i] = (byte) (value - (carry << width));
      i += width;
    }
    return digits;
  }

  private static int bit(byte[] scalar, int index) {
    return index < BITS ? scalar[index / 8] >> index % 8 & 1 : 0;
  }
}
