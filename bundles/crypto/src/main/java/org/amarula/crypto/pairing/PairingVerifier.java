package org.amarula.crypto.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.XEdDsa;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.proto.pairing.ADVDeviceIdentity;
import org.amarula.proto.pairing.ADVEncryptionType;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.amarula.proto.pairing.ADVSignedDeviceIdentityHMAC;

/**
 * The companion's check of a pair-success and its signature under the phone's (transport.md 7.4,
 * steps 2 to 4). Stateless and thread-safe.
 */
public final class PairingVerifier {
  private static final byte[] NO_PREFIX = new byte[0];
  private static final int KEY_LENGTH = 32;

  private final SecureRandom random;

  /** A verifier whose signatures take their nonces from here. */
  public PairingVerifier(SecureRandom random) {
    this.random = random;
  }

  /**
   * Verifies and signs.
   *
   * @param advSecret the secret of the QR code, or the one a link code derived
   * @param identity our own identity key
   * @param container the ADVSignedDeviceIdentityHMAC as received
   */
  public PairingResult verify(byte[] advSecret, KeyPair identity, byte[] container)
      throws PairingRefusedException {
    try {
      ADVSignedDeviceIdentityHMAC outer = ADVSignedDeviceIdentityHMAC.parseFrom(container);
      requireHmac(advSecret, outer);
      ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(outer.getDetails());
      ADVDeviceIdentity device = ADVDeviceIdentity.parseFrom(signed.getDetails());
      requireSignature(identity, signed, device);
      return sign(identity, signed, device);
    } catch (InvalidProtocolBufferException e) {
      throw new PairingRefusedException(PairingRefusal.MALFORMED);
    }
  }

  /** Step 2: the prefix follows the container's account type. */
  private static void requireHmac(byte[] advSecret, ADVSignedDeviceIdentityHMAC outer)
      throws PairingRefusedException {
    boolean hosted = outer.getAccountType() == ADVEncryptionType.HOSTED;
    byte[] prefix = hosted ? AdvPrefix.HOSTED_ACCOUNT.bytes() : NO_PREFIX;
    byte[] expected = Hmac.sha256(advSecret, prefix, outer.getDetails().toByteArray());
    if (!MessageDigest.isEqual(expected, outer.getHmac().toByteArray())) {
      throw new PairingRefusedException(PairingRefusal.HMAC_MISMATCH);
    }
  }

  /** Step 3: the prefix follows the device type inside the details (transport.md D-20). */
  private static void requireSignature(
      KeyPair identity, ADVSignedDeviceIdentity signed, ADVDeviceIdentity device)
      throws PairingRefusedException {
    AdvPrefix prefix =
        device.getDeviceType() == ADVEncryptionType.HOSTED
            ? AdvPrefix.HOSTED_ACCOUNT
            : AdvPrefix.ACCOUNT;
    byte[] message = prefix.message(signed.getDetails().toByteArray(), identity.publicKey());
    byte[] key = signed.getAccountSignatureKey().toByteArray();
    if (key.length != KEY_LENGTH
        || !XEdDsa.verify(key, message, signed.getAccountSignature().toByteArray())) {
      throw new PairingRefusedException(PairingRefusal.SIGNATURE_MISMATCH);
    }
  }

  /** Step 4: always 06 01, even for a hosted device. The details stay the bytes received. */
  private PairingResult sign(
      KeyPair identity, ADVSignedDeviceIdentity signed, ADVDeviceIdentity device) {
    byte[] accountKey = signed.getAccountSignatureKey().toByteArray();
    byte[] message =
        AdvPrefix.DEVICE.message(
            signed.getDetails().toByteArray(), identity.publicKey(), accountKey);
    ByteString signature = ByteString.copyFrom(identity.sign(message, random));
    byte[] stored = signed.toBuilder().setDeviceSignature(signature).build().toByteArray();
    byte[] reply =
        ADVSignedDeviceIdentity.newBuilder()
            .setDetails(signed.getDetails())
            .setAccountSignature(signed.getAccountSignature())
            .setDeviceSignature(signature)
            .build()
            .toByteArray();
    long keyIndex = Integer.toUnsignedLong(device.getKeyIndex());
    return new PairingResult(stored, reply, accountKey, keyIndex);
  }
}
