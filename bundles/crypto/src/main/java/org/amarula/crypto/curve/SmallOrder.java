package org.amarula.crypto.curve;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/** The u-coordinates of the points of small order, reduced mod p (signal.md 1.2). */
final class SmallOrder {
  /** 0, 1, p-1 and the two of order 8, little-endian. */
  private static final List<byte[]> COORDINATES =
      List.of(
          coordinate("0000000000000000000000000000000000000000000000000000000000000000"),
          coordinate("0100000000000000000000000000000000000000000000000000000000000000"),
          coordinate("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          coordinate("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
          coordinate("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"));

  private SmallOrder() {}

  /** Whether a normalized field element is one of them. */
  static boolean contains(int[] normalized) {
    byte[] encoded = new byte[32];
    X25519Field.encode(normalized, encoded);
    return COORDINATES.stream().anyMatch(coordinate -> Arrays.equals(coordinate, encoded));
  }

  private static byte[] coordinate(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
