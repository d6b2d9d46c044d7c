package org.amarula.crypto.curve;

/**
 * Arithmetic modulo the group order {@code L = 2^252 + c}, on limbs of 21 bits in longs, without a
 * branch or an index that depends on a value (signal.md 14). Little-endian bytes in and out.
 *
 * <p>2^252 is exactly twelve limbs, so limb i >= 12 is worth {@code -c * limb} placed twelve limbs
 * lower. No product sum comes near 2^63: thirteen products of two 21-bit limbs stay under 2^46.
 */
final class ScalarModL {
  private static final int BITS = 21;
  private static final long MASK = (1L << BITS) - 1;
  private static final int LIMBS = 12;

  /** Enough for 512 bits and for the product of two 256-bit numbers. */
  private static final int WIDE = 25;

  /** c = 27742317777372353535851937790883648493 in limbs. */
  private static final long[] C = {1430509, 1626855, 1442968, 997804, 1960495, 683900};

  private ScalarModL() {}

  /** A 64-byte number mod L, in 32 bytes. */
  static byte[] reduce(byte[] wide64) {
    return reduceLimbs(limbs(wide64, 0, 64));
  }

  /** {@code (a * b + c) mod L} of 32-byte numbers. */
  static byte[] multiplyAdd(byte[] a, byte[] b, byte[] c) {
    long[] left = limbs(a, 0, 32);
    long[] right = limbs(b, 0, 32);
    long[] sum = limbs(c, 0, 32);
    for (int i = 0; i <= LIMBS; i++) {
      for (int j = 0; j <= LIMBS; j++) {
        sum[i + j] += left[i] * right[j];
      }
    }
    carry(sum, 0, WIDE - 1);
    return reduceLimbs(sum);
  }

  /** Whether the 32 bytes from the offset are a number below L. Not for secrets. */
  static boolean isReduced(byte[] bytes, int offset) {
    long[] value = limbs(bytes, offset, 32);
    value[LIMBS - 1] += value[LIMBS] << BITS;
    return subtractOrder(value)[LIMBS - 1] < 0;
  }

  private static byte[] reduceLimbs(long[] value) {
    // Folding limb i touches i-12..i-7: from 24 down to 19 nothing is folded twice.
    fold(value, WIDE - 1, 19);
    carry(value, 0, 19);
    fold(value, 19, LIMBS);
    carry(value, 0, LIMBS);
    fold(value, LIMBS, LIMBS);
    carry(value, 0, LIMBS - 1);
    // Now -L < value < 2L; the top limb carries the sign.
    long negative = value[LIMBS - 1] >> 63;
    for (int i = 0; i < C.length; i++) {
      value[i] += C[i] & negative;
    }
    value[LIMBS - 1] += (MASK + 1) & negative;
    carry(value, 0, LIMBS - 1);
    long[] less = subtractOrder(value);
    long below = less[LIMBS - 1] >> 63;
    for (int i = 0; i < LIMBS; i++) {
      value[i] = (value[i] & below) | (less[i] & ~below);
    }
    return bytes(value);
  }

  private static long[] subtractOrder(long[] value) {
    long[] less = value.clone();
    for (int i = 0; i < C.length; i++) {
      less[i] -= C[i];
    }
    less[LIMBS - 1] -= MASK + 1;
    carry(less, 0, LIMBS - 1);
    return less;
  }

  private static void fold(long[] value, int from, int to) {
    for (int i = from; i >= to; i--) {
      for (int j = 0; j < C.length; j++) {
        value[i - LIMBS + j] -= value[i] * C[j];
      }
      value[i] = 0;
    }
  }

  /** Brings the limbs from..to-1 into 0..2^21-1; the limb {@code to} takes what is left. */
  private static void carry(long[] value, int from, int to) {
    for (int i = from; i < to; i++) {
      value[i + 1] += value[i] >> BITS;
      value[i] &= MASK;
    }
  }

  private static long[] limbs(byte[] bytes, int offset, int length) {
    long[] limbs = new long[WIDE];
    for (int i = 0; i < length; i++) {
      long value = bytes[offset + i] & 0xFFL;
      int limb = 8 * i / BITS;
      int shift = 8 * i % BITS;
      limbs[limb] |= (value << shift) & MASK;
      if (shift > BITS - 8) { // depends on the position only
        limbs[limb + 1] |= value >> (BITS - shift);
      }
    }
    return limbs;
  }

  private static byte[] bytes(long[] limbs) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      int limb = 8 * i / BITS;
      int shift = 8 * i % BITS;
      long value = limbs[limb] >> shift;
      if (shift > BITS - 8 && limb + 1 < LIMBS) { // depends on the position only
        value |= limbs[limb + 1] << (BITS - shift);
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }
}
