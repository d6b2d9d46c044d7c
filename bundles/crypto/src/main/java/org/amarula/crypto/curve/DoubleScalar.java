package org.amarula.crypto.curve;

/**
 * The point {@code s*B - h*A} of a verification, in a time that depends on all inputs, which are
 * public. Both scalars go through one chain of doublings, in signed sliding windows; halves of them
 * do so side by side when the multiples of 2^128*A are at hand. Used once; the tables of the base
 * point's multiples are computed on first use.
 */
final class DoubleScalar {
  private static final int BITS = 256;
  private static final int HALF = BITS / 2;
  private static final int BASE_WIDTH = 8;
  private static final CachedPoint[] BASE = baseMultiples(0);
  private static final CachedPoint[] UPPER_BASE = baseMultiples(HALF);

  private final byte[] base;
  private final byte[] other;
  private final boolean subtract;
  private final EdwardsPoint sum = new EdwardsPoint();

  /**
   * A sum to be made.
   *
   * @param s the base point's factor, reduced mod L
   * @param h the other point's factor, reduced mod L
   * @param width of the windows of h: its digits ask for 2^(width-2) odd multiples
   * @param subtract whether the other point's multiple is taken away, or added
   */
  DoubleScalar(byte[] s, byte[] h, int width, boolean subtract) {
    this.base = windows(s, BASE_WIDTH);
    this.other = windows(h, width);
    this.subtract = subtract;
  }

  /** The compressed sum, from the odd multiples of A. */
  byte[] whole(CachedPoint[] multiples) {
    int i = BITS - 1;
    while (i >= 0 && base[i] == 0 && other[i] == 0) {
      i--;
    }
    for (; i >= 0; i--) {
      twice(base[i] | other[i]);
      add(BASE, base[i]);
      addOther(multiples, other[i]);
    }
    return sum.compressVar();
  }

  /** The same in half of the doublings, from the odd multiples of A and of 2^128*A. */
  byte[] inHalves(CachedPoint[] multiples, CachedPoint[] upperMultiples) {
    for (int i = HALF - 1; i >= 0; i--) {
      int upper = HALF + i;
      twice(base[i] | other[i] | base[upper] | other[upper]);
      add(BASE, base[i]);
      add(UPPER_BASE, base[upper]);
      addOther(multiples, other[i]);
      addOther(upperMultiples, other[upper]);
    }
    return sum.compressVar();
  }

  private void twice(int digits) {
    if (digits == 0) {
      sum.twiceWithoutT(); // another doubling or the end follows
    } else {
      sum.twice();
    }
  }

  private void add(CachedPoint[] multiples, byte digit) {
    if (digit != 0) {
      sum.add(multiples[Math.abs(digit) / 2], digit < 0);
    }
  }

  private void addOther(CachedPoint[] multiples, byte digit) {
    if (digit != 0) {
      sum.add(multiples[Math.abs(digit) / 2], digit > 0 == subtract);
    }
  }

  private static CachedPoint[] baseMultiples(int doublings) {
    EdwardsPoint point = EdwardsCurve.base();
    for (int i = 0; i < doublings; i++) {
      point.twice();
    }
    return CachedPoint.oddMultiples(point, 1 << (BASE_WIDTH - 2));
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
