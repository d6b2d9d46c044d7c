package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KnownSignersTest {
  private static final byte[] MESSAGE = {1, 2, 3};
  private static final byte[] OTHER = {1, 2, 4};

  private final SecureRandom random = new SecureRandom();
  private final KnownSigners signers = new KnownSigners();

  @Test
  void answersTheSameEachTime() {
    for (int i = 0; i < 20; i++) { // keys of both signs
      KeyPair pair = KeyPair.generate(random);
      byte[] signature = pair.sign(MESSAGE, random);
      byte[] otherSign = signature.clone();
      otherSign[63] ^= (byte) 0x80;
      for (int time = 0; time < 3; time++) {
        assertThat(signers.verify(pair.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(signers.verify(pair.publicKey(), OTHER, signature)).isFalse();
        assertThat(signers.verify(pair.publicKey(), MESSAGE, otherSign)).isFalse();
      }
    }
    assertThat(signers.size()).isEqualTo(20);
  }

  @Test
  void remembersNobodyWhoSignedNothing() {
    KeyPair pair = KeyPair.generate(random);
    byte[] signature = pair.sign(MESSAGE, random);

    assertThat(signers.verify(pair.publicKey(), OTHER, signature)).isFalse();
    assertThat(signers.verify(new byte[32], MESSAGE, signature)).isFalse();
    assertThat(signers.verify(new byte[31], MESSAGE, signature)).isFalse();
    assertThat(signers.verify(pair.publicKey(), MESSAGE, new byte[3])).isFalse();

    assertThat(signers.size()).isZero();
  }

  @Test
  void anotherKeyIsNotTakenForAKnownOne() {
    KeyPair known = KeyPair.generate(random);
    byte[] key = known.publicKey();
    assertThat(signers.verify(key, MESSAGE, known.sign(MESSAGE, random))).isTrue();

    KeyPair other = KeyPair.generate(random);
    System.arraycopy(other.publicKey(), 0, key, 0, key.length); // the caller's array is his own

    assertThat(signers.verify(key, MESSAGE, known.sign(MESSAGE, random))).isFalse();
    assertThat(signers.verify(known.publicKey(), MESSAGE, known.sign(MESSAGE, random))).isTrue();
  }

  @Test
  void forgetsWhoeverHasNotSignedForLong() {
    KeyPair regular = KeyPair.generate(random);
    byte[] signature = regular.sign(MESSAGE, random);
    for (int i = 0; i < 600; i++) {
      KeyPair passing = KeyPair.generate(random);
      assertThat(signers.verify(regular.publicKey(), MESSAGE, signature)).isTrue();
      assertThat(signers.verify(passing.publicKey(), MESSAGE, passing.sign(MESSAGE, random)))
          .isTrue();
    }
    assertThat(signers.size()).isEqualTo(512);
  }
}
