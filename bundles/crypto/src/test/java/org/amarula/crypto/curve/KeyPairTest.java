package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyPairTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void privateKeyIsKeptClamped() {
    byte[] raw = new byte[32];
    Arrays.fill(raw, (byte) 0xFF);

    byte[] clamped = KeyPair.ofPrivate(raw).privateKey();

    assertThat(clamped[0]).isEqualTo((byte) 0xF8);
    assertThat(clamped[31]).isEqualTo((byte) 0x7F);
    assertThat(raw[0]).isEqualTo((byte) 0xFF);
  }

  @Test
  void arraysAreCopiedOut() {
    KeyPair pair = KeyPair.generate(random);
    byte[] before = pair.publicKey();

    pair.privateKey()[5] ^= 1;
    pair.publicKey()[5] ^= 1;

    assertThat(pair.publicKey()).isEqualTo(before);
    assertThat(X25519Agreement.publicKey(pair.privateKey())).isEqualTo(before);
  }

  @Test
  void textShowsNoKey() {
    KeyPair pair = KeyPair.generate(random);

    assertThat(pair.toString())
        .matches("KeyPair\\[[0-9a-f]{16}]")
        .doesNotContain(HexFormat.of().formatHex(pair.privateKey(), 0, 4));
  }

  @Test
  void equalityIsThatOfThePrivateKey() {
    KeyPair pair = KeyPair.generate(random);

    assertThat(KeyPair.ofPrivate(pair.privateKey())).isEqualTo(pair).hasSameHashCodeAs(pair);
    assertThat(KeyPair.generate(random)).isNotEqualTo(pair);
  }

  @Test
  void agreementIsTheSameFromBothSides() throws Exception {
    KeyPair alice = KeyPair.generate(random);
    KeyPair bob = KeyPair.generate(random);

    assertThat(alice.agree(bob.publicKey())).isEqualTo(bob.agree(alice.publicKey()));
  }

  @Test
  void storedPairSignsAsTheFirstOne() throws Exception {
    KeyPair pair = KeyPair.generate(random);
    byte[] message = {1, 2, 3};

    KeyPair stored = KeyPair.ofStored(pair.privateKey(), pair.publicKey(), pair.edwardsPublicKey());

    assertThat(stored).isEqualTo(pair);
    assertThat(Verification.verify(pair.publicKey(), message, stored.sign(message, random)))
        .isTrue();
  }

  @Test
  void formsOfDifferentKeysAreNoStoredPair() {
    KeyPair pair = KeyPair.generate(random);
    KeyPair other = KeyPair.generate(random);
    byte[] edwards = other.edwardsPublicKey();

    assertThatThrownBy(() -> KeyPair.ofStored(pair.privateKey(), pair.publicKey(), edwards))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> KeyPair.ofStored(pair.privateKey(), pair.publicKey(), new byte[0]))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void wrongLengthsAreRefused() {
    KeyPair pair = KeyPair.generate(random);

    assertThatThrownBy(() -> KeyPair.ofPrivate(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pair.agree(new byte[33])).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> SignalPublicKey.decode(pair.publicKey()))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void signalFormCarriesTheTypeByte() throws Exception {
    KeyPair pair = KeyPair.generate(random);
    byte[] otherType = pair.signalPublicKey();
    otherType[0] = 4;

    assertThat(SignalPublicKey.decode(pair.signalPublicKey())).isEqualTo(pair.publicKey());
    assertThatThrownBy(() -> SignalPublicKey.decode(otherType))
        .isInstanceOf(InvalidKeyException.class);
  }
}
