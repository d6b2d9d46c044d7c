package org.amarula.crypto.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.Set;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.pairing.ADVSignedKeyIndexList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KeyIndexListTest {
  private final SecureRandom random = new SecureRandom();
  private final KeyPair account = KeyPair.generate(random);
  private final DeviceIdentitySigner phone = new DeviceIdentitySigner(account, random);
  private final KeyIndexList list = new KeyIndexList(9, 1_790_000_000L, 5, Set.of(0L, 3L), false);

  @Test
  void signedListVerifiesWithTheKnownKey() throws Exception {
    byte[] signed = phone.sign(list);

    assertThat(KeyIndexListVerifier.verify(signed, account.publicKey())).isEqualTo(list);
    assertRefused(
        DeviceIdentityRefusal.ACCOUNT_KEY_UNKNOWN, () -> KeyIndexListVerifier.verify(signed));
    assertRefused(
        DeviceIdentityRefusal.ACCOUNT_SIGNATURE,
        () -> KeyIndexListVerifier.verify(signed, KeyPair.generate(random).publicKey()));
  }

  @Test
  void hostedListCarriesItsKey() throws Exception {
    KeyIndexList hosted = new KeyIndexList(9, 1_790_000_000L, 5, Set.of(1L), true);

    assertThat(KeyIndexListVerifier.verify(phone.sign(hosted))).isEqualTo(hosted);
  }

  @Test
  void foreignKeyInsideAnOrdinaryListIsRefused() throws Exception {
    byte[] signed =
        ADVSignedKeyIndexList.parseFrom(phone.sign(list)).toBuilder()
            .setAccountSignatureKey(ByteString.copyFrom(account.publicKey()))
            .build()
            .toByteArray();

    assertThat(KeyIndexListVerifier.verify(signed)).isEqualTo(list);
    assertRefused(
        DeviceIdentityRefusal.ACCOUNT_KEY_MISMATCH,
        () -> KeyIndexListVerifier.verify(signed, KeyPair.generate(random).publicKey()));
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] signed = phone.sign(list);
    for (int bit = 0; bit < signed.length * 8; bit++) {
      byte[] flipped = signed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> KeyIndexListVerifier.verify(flipped, account.publicKey()))
          .as("bit %d", bit)
          .isInstanceOf(DeviceIdentityRefusedException.class);
    }
  }

  @Test
  void listWithoutItsMandatoryFieldsIsMalformed() {
    assertRefused(
        DeviceIdentityRefusal.MALFORMED,
        () -> KeyIndexListVerifier.verify(new byte[0], account.publicKey()));
  }

  @Test
  void newerDevicesAreKeptOnlyWhenTheyWereKnown() {
    assertThat(list.lists(0, 99)).isTrue();
    assertThat(list.lists(12, 3)).isTrue();
    assertThat(list.lists(12, 4)).isFalse();
    assertThat(list.lists(12, 6)).isFalse();
    assertThat(list.keepsCached(12, 4)).isFalse();
    assertThat(list.keepsCached(12, 6)).isTrue();
  }

  private static void assertRefused(DeviceIdentityRefusal refusal, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(DeviceIdentityRefusedException.class))
        .extracting(DeviceIdentityRefusedException::refusal)
        .isEqualTo(refusal);
  }
}
