package org.amarula.crypto.curve;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * The multiples {@code j * 256^i * B} (i below 32, j from 1 to 8) of the Ed25519 base point as
 * {@code y+x, y-x, 2dxy}, and their constant-time selection. Holds public constants only, computed
 * when the class is first used (256 inversions, a few milliseconds).
 */
final class EdwardsTable {
  private static final int ROWS = 32;
  private static final int COLUMNS = 8;
  private static final int SIZE = X25519Field.SIZE;
  private static final int[][] TABLE = table();

  private EdwardsTable() {}

  /** Selects {@code digit * 256^row * B}, digit in -8..8, without revealing the digit. */
  static void select(int row, int digit, int[] yPlusX, int[] yMinusX, int[] xy2d) {
    int negative = digit >> 31;
    int magnitude = (digit ^ negative) - negative;
    X25519Field.one(yPlusX);
    X25519Field.one(yMinusX);
    X25519Field.zero(xy2d);
    int[] entries = TABLE[row];
    for (int column = 0, at = 0; column < COLUMNS; column++, at += 3 * SIZE) {
      int mask = ((magnitude ^ (column + 1)) - 1) >> 31;
      for (int k = 0; k < SIZE; k++) {
        yPlusX[k] ^= (yPlusX[k] ^ entries[at + k]) & mask;
        yMinusX[k] ^= (yMinusX[k] ^ entries[at + SIZE + k]) & mask;
        xy2d[k] ^= (xy2d[k] ^ entries[at + 2 * SIZE + k]) & mask;
      }
    }
    // -(x, y) = (-x, y): y+x and y-x change places, 2dxy changes its sign.
    for (int k = 0; k < SIZE; k++) {
      int swap = (yPlusX[k] ^ yMinusX[k]) & negative;
      yPlusX[k] ^= swap;
      yMinusX[k] ^= swap;
      xy2d[k] = (xy2d[k] ^ negative) - negative;
    }
  }

  private static int[][] table() {
    int[][] table = new int[ROWS][COLUMNS * 3 * SIZE];
    int[] x = X25519Field.create();
    int[] y = X25519Field.create();
    EdwardsCurve.base().affine(x, y);
    for (int row = 0; row < ROWS; row++) {
      int[][] first = entry(x, y);
      EdwardsPoint multiple = EdwardsPoint.ofAffine(x, y);
      for (int column = 0; column < COLUMNS; column++) {
        multiple.affine(x, y);
        int[][] entry = entry(x, y);
        for (int part = 0; part < 3; part++) {
          System.arraycopy(entry[part], 0, table[row], (column * 3 + part) * SIZE, SIZE);
        }
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
