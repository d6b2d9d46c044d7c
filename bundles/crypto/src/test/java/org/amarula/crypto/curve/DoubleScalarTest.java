package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubleScalarTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  @Test
  void differencesAreExactWholeAndInHalves() {
    Random random = new Random(5);
    for (BigInteger s : scalars(random)) {
      for (BigInteger h : scalars(random)) {
        KeyPair pair = pair(random);
        MappedKey key = MappedKey.of(pair.publicKey()).orElseThrow();
        int sign = (pair.edwardsPublicKey()[31] & 0x80) >>> 7;
        BigInteger a = ScalarModLTest.number(pair.privateKey());
        byte[] expected = multiple(s.subtract(h.multiply(a)));
        byte[] opposite = multiple(s.add(h.multiply(a)));

        for (MappedKey form : List.of(key, key.prepared())) {
          assertThat(form.compressed(sign)).isEqualTo(pair.edwardsPublicKey());
          assertThat(form.difference(bytes(s), bytes(h), sign)).isEqualTo(expected);
          assertThat(form.difference(bytes(s), bytes(h), 1 - sign)).isEqualTo(opposite);
        }
      }
    }
  }

  // What lies at the seam of the halves and at both ends, and anything.
  private static List<BigInteger> scalars(Random random) {
    BigInteger half = BigInteger.TWO.pow(128);
    List<BigInteger> scalars = new ArrayList<>(List.of(BigInteger.ZERO, BigInteger.ONE));
    for (int away = -2; away <= 2; away++) {
      scalars.add(half.add(BigInteger.valueOf(away)));
    }
    scalars.add(half.shiftRight(1));
    scalars.add(half.shiftRight(4).not().add(half));
    scalars.add(L.subtract(BigInteger.ONE));
    scalars.add(L.subtract(BigInteger.TWO));
    scalars.add(BigInteger.TWO.pow(252));
    for (int i = 0; i < 8; i++) {
      scalars.add(new BigInteger(252, random));
    }
    return scalars;
  }

  private static KeyPair pair(Random random) {
    byte[] privateKey = new byte[32];
    random.nextBytes(privateKey);
    return KeyPair.ofPrivate(privateKey);
  }

  private static byte[] multiple(BigInteger scalar) {
    return EdwardsBase.multiply(bytes(scalar.mod(L)));
  }

  private static byte[] bytes(BigInteger scalar) {
    return ScalarModLTest.littleEndian(scalar, 32);
  }
}
