package org.amarula.crypto.curve;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * The multiples {@code j * 256^i * B} (i below 32, j from 1 to 8) of the Ed25519 base point as
 * {@code y+x, y-x, 2dxy}, and their constant-time selection. Holds public constants only, computed
 * when the class is first used (256 inversions, a few milliseconds).
 *
 * <p>A row holds its eight multiples limb by limb, two limbs in a long: what is selected from
 * stands side by side.
 */
final class EdwardsTable {
  private static final int ROWS = 32;
  private static final int COLUMNS = 8;
  private static final int PAIRS = X25519Field.SIZE / 2;
  private static final long[][] TABLE = table();

  private EdwardsTable() {}

  /** Selects {@code digit * 256^row * B}, digit in -8..8, without revealing the digit. */
  static void select(int row, int digit, int[] yPlusX, int[] yMinusX, int[] xy2d) {
    int negative = digit >> 31;
    int magnitude = (digit ^ negative) - negative;
    long[] entries = TABLE[row];
    select(entries, 0, magnitude, yPlusX);
    select(entries, COLUMNS * PAIRS, magnitude, yMinusX);
    select(entries, 2 * COLUMNS * PAIRS, magnitude, xy2d);
    int none = (magnitude - 1) >>> 31; // the neutral element is (1, 1, 0)
    yPlusX[0] |= none;
    yMinusX[0] |= none;
    // -(x, y) = (-x, y): y+x and y-x change places, 2dxy changes its sign.
    for (int k = 0; k < X25519Field.SIZE; k++) {
      int swap = (yPlusX[k] ^ yMinusX[k]) & negative;
      yPlusX[k] ^= swap;
      yMinusX[k] ^= swap;
      xy2d[k] = (xy2d[k] ^ negative) - negative;
    }
  }

  private static void select(long[] entries, int from, int magnitude, int[] limbs) {
    long is1 = mask(magnitude, 1);
    long is2 = mask(magnitude, 2);
    long is3 = mask(magnitude, 3);
    long is4 = mask(magnitude, 4);
    long is5 = mask(magnitude, 5);
    long is6 = mask(magnitude, 6);
    long is7 = mask(magnitude, 7);
    long is8 = mask(magnitude, 8);
    int at = from;
    for (int pair = 0; pair < PAIRS; pair++, at += COLUMNS) {
      long chosen =
          entries[at] & is1
              | entries[at + 1] & is2
              | entries[at + 2] & is3
              | entries[at + 3] & is4
              | entries[at + 4] & is5
              | entries[at + 5] & is6
              | entries[at + 6] & is7
              | entries[at + 7] & is8;
      limbs[2 * pair] = (int) chosen;
      limbs[2 * pair + 1] = (int) (chosen >> 32);
    }
  }

  /** All ones if both are equal, else zero. */
  private static long mask(int magnitude, int column) {
    return ((magnitude ^ column) - 1) >> 31;
  }

  private static long[][] table() {
    long[][] table = new long[ROWS][3 * COLUMNS * PAIRS];
    int[] x = X25519Field.create();
    int[] y = X25519Field.create();
    EdwardsCurve.base().affine(x, y);
    for (int row = 0; row < ROWS; row++) {
      int[][] first = entry(x, y);
      EdwardsPoint multiple = EdwardsPoint.ofAffine(x, y);
      for (int column = 0; column < COLUMNS; column++) {
        multiple.affine(x, y);
        put(entry(x, y), table[row], column);
        if (column < COLUMNS - 1) {
          multiple.add(first[0], first[1], first[2]);
        }
      }
      for (int i = 0; i < 5; i++) { // 8 * 32 = 256
        multiple.twice();
      }
      multiple.affine(x, y);
    }
    return table;
  }

  private static void put(int[][] entry, long[] row, int column) {
    int at = column;
    for (int[] limbs : entry) {
      for (int pair = 0; pair < PAIRS; pair++, at += COLUMNS) {
        row[at] = limbs[2 * pair] & 0xFFFFFFFFL | (long) limbs[2 * pair + 1] << 32;
      }
    }
  }

  private static int[][] entry(int[] x, int[] y) {
    int[] yPlusX = X25519Field.create();
    int[] yMinusX = X25519Field.create();
    int[] xy2d = X25519Field.create();
    X25519Field.apm(y, x, yPlusX, yMinusX);
    X25519Field.carry(yPlusX);
    X25519Field.carry(yMinusX);
    X25519Field.mul(x, y, xy2d);
    X25519Field.mul(xy2d, EdwardsCurve.TWO_D, xy2d);
    return new int[][] {yPlusX, yMinusX, xy2d};
  }
}
