package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XEdDsaTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private final SecureRandom random = new SecureRandom();

  @Test
  void freshSignaturesVerifyAndDiffer() {
    for (int i = 0; i < 50; i++) {
      KeyPair pair = KeyPair.generate(random);

      byte[] first = pair.sign(MESSAGE, random);
      byte[] second = XEdDsa.sign(pair.privateKey(), MESSAGE, random);

      assertThat(XEdDsa.verify(pair.publicKey(), MESSAGE, first)).isTrue();
      assertThat(XEdDsa.verify(pair.publicKey(), MESSAGE, second)).isTrue();
      assertThat(first).isNotEqualTo(second);
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    KeyPair pair = KeyPair.generate(random);
    byte[] signature = pair.sign(MESSAGE, random);

    for (int bit = 0; bit < 512; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(XEdDsa.verify(pair.publicKey(), MESSAGE, flipped)).as("bit %d", bit).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
      })
  void keyOfSmallOrderSignsNothingAndAgreesOnNothing(String hex) {
    byte[] key = HexFormat.of().parseHex(hex);
    byte[] identityWithZero = new byte[64];
    identityWithZero[0] = 1;

    assertThat(XEdDsa.verify(key, MESSAGE, identityWithZero)).isFalse();
    assertThatThrownBy(() -> KeyPair.generate(random).agree(key))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void sumOfScalarAndOrderIsRefused() {
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    KeyPair pair = KeyPair.generate(random);
    byte[] signature = pair.sign(MESSAGE, random);
    byte[] scalar = Arrays.copyOfRange(signature, 32, 64);
    scalar[31] &= 0x7F;

    byte[] sum = ScalarModLTest.littleEndian(ScalarModLTest.number(scalar).add(order), 32);
    sum[31] |= (byte) (signature[63] & 0x80);
    System.arraycopy(sum, 0, signature, 32, 32);

    assertThat(XEdDsa.verify(pair.publicKey(), MESSAGE, signature)).isFalse();
  }

  @Test
  void wrongLengthsAreRefusedWithoutException() {
    KeyPair pair = KeyPair.generate(random);
    byte[] signature = pair.sign(MESSAGE, random);

    assertThat(XEdDsa.verify(new byte[31], MESSAGE, signature)).isFalse();
    assertThat(XEdDsa.verify(pair.signalPublicKey(), MESSAGE, signature)).isFalse();
    assertThat(XEdDsa.verify(pair.publicKey(), MESSAGE, new byte[0])).isFalse();
    assertThat(XEdDsa.verify(pair.publicKey(), MESSAGE, new byte[65])).isFalse();
  }
}
