package org.amarula.crypto.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeviceIdentityTest {
  private final SecureRandom random = new SecureRandom();
  private final KeyPair account = KeyPair.generate(random);
  private final KeyPair identity = KeyPair.generate(random);
  private final byte[] advSecret = new byte[32];
  private final DeviceIdentitySigner phone = new DeviceIdentitySigner(account, random);
  private final PairingVerifier companion = new PairingVerifier(random);
  private final DeviceIdentity device = new DeviceIdentity(77, 1_790_000_000L, 3, false, false);

  @Test
  void everyFlippedBitOfTheContainerIsRefused() {
    byte[] container = phone.container(device, identity.publicKey(), advSecret);
    for (int bit = 0; bit < container.length * 8; bit++) {
      byte[] flipped = container.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> companion.verify(advSecret, identity, flipped))
          .as("bit %d", bit)
          .isInstanceOf(PairingRefusedException.class);
    }
  }

  @Test
  void containerOfGarbageIsMalformed() {
    assertThatThrownBy(() -> companion.verify(advSecret, identity, new byte[] {10, 127, 1}))
        .asInstanceOf(type(PairingRefusedException.class))
        .extracting(PairingRefusedException::refusal)
        .isEqualTo(PairingRefusal.MALFORMED);
  }

  @Test
  void identityIsBoundToBothKeys() throws Exception {
    byte[] signed = signed(device);
    byte[] other = KeyPair.generate(random).publicKey();

    assertThat(DeviceIdentityVerifier.verify(signed, identity.publicKey())).isEqualTo(device);
    assertThat(DeviceIdentityVerifier.verify(signed, identity.publicKey(), account.publicKey()))
        .isEqualTo(device);
    assertRefused(
        DeviceIdentityRefusal.ACCOUNT_KEY_MISMATCH,
        () -> DeviceIdentityVerifier.verify(signed, identity.publicKey(), other));
    assertRefused(
        DeviceIdentityRefusal.ACCOUNT_SIGNATURE,
        () -> DeviceIdentityVerifier.verify(signed, other));
  }

  @Test
  void identityWithoutAccountKeyNeedsTheKnownOne() throws Exception {
    byte[] reply =
        companion
            .verify(advSecret, identity, phone.container(device, identity.publicKey(), advSecret))
            .reply();

    assertThat(DeviceIdentityVerifier.verify(reply, identity.publicKey(), account.publicKey()))
        .isEqualTo(device);
    assertRefused(
        DeviceIdentityRefusal.ACCOUNT_KEY_UNKNOWN,
        () -> DeviceIdentityVerifier.verify(reply, identity.publicKey()));
  }

  @Test
  void identityWithoutDeviceSignatureIsRefused() throws Exception {
    byte[] unsigned =
        ADVSignedDeviceIdentity.parseFrom(signed(device)).toBuilder()
            .clearDeviceSignature()
            .build()
            .toByteArray();

    assertRefused(
        DeviceIdentityRefusal.DEVICE_SIGNATURE,
        () -> DeviceIdentityVerifier.verify(unsigned, identity.publicKey()));
  }

  @Test
  void hostedDeviceMaySignWithItsOwnPrefix() throws Exception {
    DeviceIdentity hosted = new DeviceIdentity(77, 1_790_000_000L, 3, true, true);

    assertThat(DeviceIdentityVerifier.verify(signed(hosted), identity.publicKey()))
        .isEqualTo(hosted);
    assertThat(
            DeviceIdentityVerifier.verify(
                resigned(hosted, AdvPrefix.HOSTED_DEVICE), identity.publicKey()))
        .isEqualTo(hosted);
    byte[] notHosted = resigned(device, AdvPrefix.HOSTED_DEVICE);
    assertRefused(
        DeviceIdentityRefusal.DEVICE_SIGNATURE,
        () -> DeviceIdentityVerifier.verify(notHosted, identity.publicKey()));
  }

  @Test
  void replyWithOtherDetailsIsRefused() throws Exception {
    DeviceIdentity other = new DeviceIdentity(77, 1_790_000_000L, 4, false, false);
    byte[] reply = signed(other);

    assertRefused(
        DeviceIdentityRefusal.DETAILS_MISMATCH,
        () -> phone.verifyReply(device, identity.publicKey(), reply));
  }

  @Test
  void garbageIsMalformed() {
    assertRefused(
        DeviceIdentityRefusal.MALFORMED,
        () -> DeviceIdentityVerifier.verify(new byte[] {10, 127, 1}, identity.publicKey()));
  }

  @Test
  void preKeySignatureCoversTheTypeByte() {
    KeyPair preKey = KeyPair.generate(random);

    byte[] signature = SignedPreKeySignature.sign(identity, preKey, random);

    byte[] identityKey = identity.publicKey();
    assertThat(SignedPreKeySignature.verify(identityKey, preKey.publicKey(), signature)).isTrue();
    byte[] overRawKey = identity.sign(preKey.publicKey(), random);
    assertThat(SignedPreKeySignature.verify(identityKey, preKey.publicKey(), overRawKey)).isFalse();
    assertThat(SignedPreKeySignature.verify(identityKey, preKey.signalPublicKey(), signature))
        .isFalse();
  }

  private byte[] signed(DeviceIdentity details) throws PairingRefusedException {
    byte[] container = phone.container(details, identity.publicKey(), advSecret);
    return companion.verify(advSecret, identity, container).signedIdentity();
  }

  private byte[] resigned(DeviceIdentity details, AdvPrefix prefix) throws Exception {
    ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(signed(details));
    byte[] message = prefix.message(details.toBytes(), identity.publicKey(), account.publicKey());
    ByteString signature = ByteString.copyFrom(identity.sign(message, random));
    return signed.toBuilder().setDeviceSignature(signature).build().toByteArray();
  }

  private static void assertRefused(DeviceIdentityRefusal refusal, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(DeviceIdentityRefusedException.class))
        .extracting(DeviceIdentityRefusedException::refusal)
        .isEqualTo(refusal);
  }
}
