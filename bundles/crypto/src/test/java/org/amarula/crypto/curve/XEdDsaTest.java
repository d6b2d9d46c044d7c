package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.amarula.crypto.kdf.Hash;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
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

      assertThat(Verification.verify(pair.publicKey(), MESSAGE, first)).isTrue();
      assertThat(Verification.verify(pair.publicKey(), MESSAGE, second)).isTrue();
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
      assertThat(Verification.verify(pair.publicKey(), MESSAGE, flipped))
          .as("bit %d", bit)
          .isFalse();
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

    assertThat(Verification.verify(key, MESSAGE, identityWithZero)).isFalse();
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

    assertThat(Verification.verify(pair.publicKey(), MESSAGE, signature)).isFalse();
  }

  @Test
  void wrongLengthsAreRefusedWithoutException() {
    KeyPair pair = KeyPair.generate(random);
    byte[] signature = pair.sign(MESSAGE, random);

    assertThat(Verification.verify(new byte[31], MESSAGE, signature)).isFalse();
    assertThat(Verification.verify(pair.signalPublicKey(), MESSAGE, signature)).isFalse();
    assertThat(Verification.verify(pair.publicKey(), MESSAGE, new byte[0])).isFalse();
    assertThat(Verification.verify(pair.publicKey(), MESSAGE, new byte[65])).isFalse();
  }

  @Test
  void signatureWithAPointOfSmallOrderAddedIsRefused() {
    // R = rB + (0, -1): a verification that multiplies by the cofactor would accept it.
    byte[] wide = new byte[64];
    for (int i = 0; i < 20; i++) {
      KeyPair pair = KeyPair.generate(random);
      byte[] key = EdwardsBase.multiply(pair.privateKey());
      random.nextBytes(wide);
      byte[] r = ScalarModL.reduce(wide);
      byte[] point = opposite(EdwardsBase.multiply(r));
      byte[] h = ScalarModL.reduce(Hash.sha512(point, key, MESSAGE));
      byte[] signature = Arrays.copyOf(point, 64);
      System.arraycopy(ScalarModL.multiplyAdd(h, pair.privateKey(), r), 0, signature, 32, 32);
      byte[] plain = signature.clone();
      signature[63] |= (byte) (key[31] & 0x80);

      assertThat(Ed25519.verify(plain, 0, key, 0, MESSAGE, 0, MESSAGE.length)).isTrue();
      assertThat(Verification.verify(pair.publicKey(), MESSAGE, signature)).isFalse();
    }
  }

  /** (x, y) + (0, -1) = (-x, -y). */
  private static byte[] opposite(byte[] compressed) {
    int sign = compressed[31] & 0x80;
    int[] y = X25519Field.create();
    X25519Field.decode255(compressed, y);
    X25519Field.negate(y, y);
    X25519Field.normalize(y);
    byte[] negated = new byte[32];
    X25519Field.encode(y, negated);
    negated[31] |= (byte) (sign ^ 0x80);
    return negated;
  }

  @Test
  void verificationAgreesWithEd25519OnHonestSignatures() {
    for (int i = 0; i < 300; i++) {
      KeyPair pair = KeyPair.generate(random);
      byte[] message = new byte[i];
      random.nextBytes(message);
      byte[] signature = pair.sign(message, random);
      byte[] plain = signature.clone();
      plain[63] &= 0x7F;
      byte[] key = EdwardsBase.multiply(pair.privateKey());

      assertThat(Ed25519.verify(plain, 0, key, 0, message, 0, message.length)).isTrue();
      assertThat(Verification.verify(pair.publicKey(), message, signature)).isTrue();
    }
  }
}
