package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalarModLTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final List<BigInteger> EDGES =
      List.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.TWO.pow(252).subtract(BigInteger.ONE),
          BigInteger.TWO.pow(252),
          L.subtract(BigInteger.ONE),
          L,
          L.add(BigInteger.ONE),
          L.shiftLeft(1).subtract(BigInteger.ONE),
          L.shiftLeft(1),
          BigInteger.TWO.pow(255).subtract(BigInteger.ONE),
          BigInteger.TWO.pow(256).subtract(BigInteger.ONE));

  @Test
  void reductionAgreesWithBigNumbers() {
    Random random = new Random(1);
    byte[] wide = new byte[64];
    for (int i = 0; i < 5000; i++) {
      random.nextBytes(wide);
      assertReduced(number(wide));
    }
    for (BigInteger edge : EDGES) {
      assertReduced(edge);
      assertReduced(edge.shiftLeft(256));
      assertReduced(edge.multiply(L).mod(BigInteger.TWO.pow(512)));
    }
    BigInteger largest = BigInteger.TWO.pow(512).subtract(BigInteger.ONE);
    assertReduced(largest);
    BigInteger multiple = largest.divide(L).multiply(L);
    assertReduced(multiple);
    assertReduced(multiple.subtract(BigInteger.ONE));
  }

  private static void assertReduced(BigInteger value) {
    assertThat(number(ScalarModL.reduce(littleEndian(value, 64))))
        .as("%x", value)
        .isEqualTo(value.mod(L));
  }

  @Test
  void multiplyAddAgreesWithBigNumbers() {
    Random random = new Random(2);
    byte[] bytes = new byte[96];
    for (int i = 0; i < 5000; i++) {
      random.nextBytes(bytes);
      assertMultiplyAdd(
          number(Arrays.copyOfRange(bytes, 0, 32)),
          number(Arrays.copyOfRange(bytes, 32, 64)),
          number(Arrays.copyOfRange(bytes, 64, 96)));
    }
    for (BigInteger a : EDGES) {
      for (BigInteger b : EDGES) {
        EDGES.forEach(c -> assertMultiplyAdd(a, b, c));
      }
    }
  }

  private static void assertMultiplyAdd(BigInteger a, BigInteger b, BigInteger c) {
    byte[] result =
        ScalarModL.multiplyAdd(littleEndian(a, 32), littleEndian(b, 32), littleEndian(c, 32));
    assertThat(number(result)).as("%x * %x + %x", a, b, c).isEqualTo(a.multiply(b).add(c).mod(L));
  }

  @Test
  void onlyNumbersBelowTheOrderAreReduced() {
    for (BigInteger edge : EDGES) {
      assertThat(ScalarModL.isReduced(littleEndian(edge, 32), 0))
          .as("%x", edge)
          .isEqualTo(edge.compareTo(L) < 0);
    }
  }

  static BigInteger number(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  static byte[] littleEndian(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
