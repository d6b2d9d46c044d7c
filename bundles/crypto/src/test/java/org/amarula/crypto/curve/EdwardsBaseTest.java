package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.amarula.crypto.kdf.Hash;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

class EdwardsBaseTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final String BASE =
      "5866666666666666666666666666666666666666666666666666666666666666";

  @Test
  void clampedScalarsGiveEd25519PublicKeys() {
    Random random = new Random(3);
    byte[] seed = new byte[32];
    byte[] expected = new byte[32];
    for (int i = 0; i < 500; i++) {
      random.nextBytes(seed);
      byte[] scalar = Arrays.copyOf(Hash.sha512(seed), 32);
      X25519.clampPrivateKey(scalar);
      Ed25519.generatePublicKey(seed, 0, expected, 0);

      assertThat(EdwardsBase.multiply(scalar)).isEqualTo(expected);
    }
  }

  @Test
  void smallAndLargeScalarsAreExact() {
    assertThat(hexOf(BigInteger.ZERO)).isEqualTo("01" + "00".repeat(31));
    assertThat(hexOf(BigInteger.ONE)).isEqualTo(BASE);
    assertThat(hexOf(L.subtract(BigInteger.ONE)))
        .isEqualTo(BASE.substring(0, 62) + "e6"); // -B: the same y, the other sign
    assertThat(hexOf(L)).isEqualTo("01" + "00".repeat(31));
    assertThat(hexOf(L.add(BigInteger.ONE))).isEqualTo(BASE);
  }

  @Test
  void everyDigitAtEveryPlaceIsExact() {
    // k*16^i and its complement mod L are points of equal y and opposite sign.
    for (int place = 0; place < 62; place++) {
      for (int digit = 1; digit < 16; digit++) {
        BigInteger scalar = BigInteger.valueOf(digit).shiftLeft(4 * place);
        byte[] point = EdwardsBase.multiply(ScalarModLTest.littleEndian(scalar, 32));
        BigInteger complement = L.subtract(scalar);
        byte[] opposite = EdwardsBase.multiply(ScalarModLTest.littleEndian(complement, 32));

        point[31] ^= (byte) 0x80;
        assertThat(opposite).as("%d at %d", digit, place).isEqualTo(point);
      }
    }
  }

  private static String hexOf(BigInteger scalar) {
    byte[] point = EdwardsBase.multiply(ScalarModLTest.littleEndian(scalar, 32));
    return HexFormat.of().formatHex(point);
  }
}
