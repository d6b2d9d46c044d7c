package org.amarula.crypto.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.proto.pairing.ADVEncryptionType;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.amarula.proto.pairing.ADVSignedDeviceIdentityHMAC;
import org.amarula.proto.pairing.ADVSignedKeyIndexList;

/**
 * The phone's side of pairing (transport.md 7.7): it vouches for companions with the account key.
 * Immutable and thread-safe.
 */
public final class DeviceIdentitySigner {
  private static final byte[] NO_PREFIX = new byte[0];

  private final KeyPair account;
  private final SecureRandom random;

  /** A signer with the account's identity key. */
  public DeviceIdentitySigner(KeyPair account, SecureRandom random) {
    this.account = account;
    this.random = random;
  }

  /**
   * The ADVSignedDeviceIdentityHMAC of a pair-success.
   *
   * @param companionIdentity the companion's raw identity key, 32 bytes
   * @param advSecret the secret that the companion showed or that the link code derived
   */
  public byte[] container(DeviceIdentity device, byte[] companionIdentity, byte[] advSecret) {
    ADVSignedDeviceIdentity signed = signed(device, companionIdentity);
    byte[] details = signed.toByteArray();
    boolean hosted = device.hostedAccount();
    byte[] prefix = hosted ? AdvPrefix.HOSTED_ACCOUNT.bytes() : NO_PREFIX;
    ADVSignedDeviceIdentityHMAC.Builder container =
        ADVSignedDeviceIdentityHMAC.newBuilder()
            .setDetails(ByteString.copyFrom(details))
            .setHmac(ByteString.copyFrom(Hmac.sha256(advSecret, prefix, details)));
    if (hosted) {
      container.setAccountType(ADVEncryptionType.HOSTED);
    }
    return container.build().toByteArray();
  }

  private ADVSignedDeviceIdentity signed(DeviceIdentity device, byte[] companionIdentity) {
    byte[] details = device.toBytes();
    AdvPrefix prefix = device.hostedDevice() ? AdvPrefix.HOSTED_ACCOUNT : AdvPrefix.ACCOUNT;
    byte[] signature = account.sign(prefix.message(details, companionIdentity), random);
    return ADVSignedDeviceIdentity.newBuilder()
        .setDetails(ByteString.copyFrom(details))
        .setAccountSignatureKey(ByteString.copyFrom(account.publicKey()))
        .setAccountSignature(ByteString.copyFrom(signature))
        .build();
  }

  /**
   * Checks the ADVSignedDeviceIdentity of the companion's reply: both signatures, and that it holds
   * the details given out.
   */
  public void verifyReply(DeviceIdentity device, byte[] companionIdentity, byte[] reply)
      throws DeviceIdentityRefusedException {
    DeviceIdentityVerifier.verify(reply, companionIdentity, account.publicKey());
    if (!Arrays.equals(detailsOf(reply), device.toBytes())) {
      throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.DETAILS_MISMATCH);
    }
  }

  private static byte[] detailsOf(byte[] reply) throws DeviceIdentityRefusedException {
    try {
      return ADVSignedDeviceIdentity.parseFrom(reply).getDetails().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.MALFORMED);
    }
  }

  /** The ADVSignedKeyIndexList; the account key goes inside for hosted accounts only. */
  public byte[] sign(KeyIndexList list) {
    byte[] details = list.toBytes();
    byte[] signature = account.sign(AdvPrefix.KEY_INDEX_LIST.message(details), random);
    ADVSignedKeyIndexList.Builder signed =
        ADVSignedKeyIndexList.newBuilder()
            .setDetails(ByteString.copyFrom(details))
            .setAccountSignature(ByteString.copyFrom(signature));
    if (list.hostedAccount()) {
      signed.setAccountSignatureKey(ByteString.copyFrom(account.publicKey()));
    }
    return signed.build().toByteArray();
  }
}
