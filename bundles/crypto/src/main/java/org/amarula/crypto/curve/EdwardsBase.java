package org.amarula.crypto.curve;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Constant-time multiplication of the Ed25519 base point: signed digits of four bits, 64 additions
 * from a table of multiples and four doublings (signal.md 14). Each look-up reads the whole row and
 * selects by masks, so neither branches nor addresses depend on the scalar. Stateless; the table
 * holds public constants and is computed once, on first use.
 */
final class EdwardsBase {
  private static final int DIGITS = 64;

  private EdwardsBase() {}

  /**
   * The compressed point {@code scalar * B}.
   *
   * @param scalar 32 little-endian bytes with the top bit clear: clamped, or reduced mod L
   */
  static byte[] multiply(byte[] scalar) {
    int[] digits = digits(scalar);
    int[][] selected = new int[3][X25519Field.SIZE];
    EdwardsPoint sum = new EdwardsPoint();
    // The odd digits weigh 16 times the even ones: sum them first, then multiply by 16.
    for (int i = 1; i < DIGITS; i += 2) {
      add(i / 2, digits[i], selected, sum);
    }
    for (int i = 0; i < 4; i++) {
      sum.twice();
    }
    for (int i = 0; i < DIGITS; i += 2) {
      add(i / 2, digits[i], selected, sum);
    }
    Arrays.fill(digits, 0);
    return sum.compress();
  }

  // One body for both loops: the compiler makes less of two copies in one method.
  private static void add(int row, int digit, int[][] selected, EdwardsPoint sum) {
    EdwardsTable.select(row, digit, selected[0], selected[1], selected[2]);
    sum.add(selected[0], selected[1], selected[2]);
  }

  /** The scalar as sum of digits[i] * 16^i with digits in -8..8. */
  private static int[] digits(byte[] scalar) {
    int[] digits = new int[DIGITS];
    for (int i = 0; i < 32; i++) {
      digits[2 * i] = scalar[i] & 0x0F;
      digits[2 * i + 1] = (scalar[i] >> 4) & 0x0F;
    }
    for (int i = 0; i < DIGITS - 1; i++) {
      int carry = (digits[i] + 8) >> 4;
      digits[i] -= carry << 4;
      digits[i + 1] += carry; // the last digit stays below 9, because the top bit is clear
    }
    return digits;
  }
}
