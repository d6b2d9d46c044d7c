package org.amarula.crypto.pairing;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import org.amarula.crypto.curve.XEdDsa;
import org.amarula.proto.pairing.ADVDeviceIdentity;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;

/**
 * The check that an account vouches for a companion and the companion for the account (signal.md
 * 6.4). Stateless and thread-safe. Keys are raw, 32 bytes.
 */
public final class DeviceIdentityVerifier {
  private static final byte[] UNKNOWN = new byte[0];

  private DeviceIdentityVerifier() {}

  /** Verifies with the account key inside; without one there the identity is refused. */
  public static DeviceIdentity verify(byte[] signedDeviceIdentity, byte[] identityKey)
      throws DeviceIdentityRefusedException {
    return check(signedDeviceIdentity, identityKey, UNKNOWN);
  }

  /**
   * Verifies, and asks the account key to be the known one.
   *
   * @param accountKey the stored identity of the account's device 0, or our own account key
   */
  public static DeviceIdentity verify(
      byte[] signedDeviceIdentity, byte[] identityKey, byte[] accountKey)
      throws DeviceIdentityRefusedException {
    return check(signedDeviceIdentity, identityKey, accountKey);
  }

  private static DeviceIdentity check(
      byte[] signedDeviceIdentity, byte[] identityKey, byte[] knownKey)
      throws DeviceIdentityRefusedException {
    try {
      ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(signedDeviceIdentity);
      DeviceIdentity device = DeviceIdentity.of(ADVDeviceIdentity.parseFrom(signed.getDetails()));
      byte[] details = signed.getDetails().toByteArray();
      byte[] key = accountKey(signed.getAccountSignatureKey().toByteArray(), knownKey);
      AdvPrefix prefix = device.hostedDevice() ? AdvPrefix.HOSTED_ACCOUNT : AdvPrefix.ACCOUNT;
      byte[] accountSignature = signed.getAccountSignature().toByteArray();
      if (!XEdDsa.verify(key, prefix.message(details, identityKey), accountSignature)) {
        throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.ACCOUNT_SIGNATURE);
      }
      byte[] deviceSignature = signed.getDeviceSignature().toByteArray();
      if (!isDeviceSigned(device, details, identityKey, key, deviceSignature)) {
        throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.DEVICE_SIGNATURE);
      }
      return device;
    } catch (InvalidProtocolBufferException e) {
      throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.MALFORMED);
    }
  }

  /** A hosted device signs with 06 06, but one that paired by the rule of 7.4 with 06 01. */
  private static boolean isDeviceSigned(
      DeviceIdentity device, byte[] details, byte[] identityKey, byte[] key, byte[] signature) {
    byte[] usual = AdvPrefix.DEVICE.message(details, identityKey, key);
    byte[] hosted = AdvPrefix.HOSTED_DEVICE.message(details, identityKey, key);
    return XEdDsa.verify(identityKey, usual, signature)
        || (device.hostedDevice() && XEdDsa.verify(identityKey, hosted, signature));
  }

  private static byte[] accountKey(byte[] embedded, byte[] known)
      throws DeviceIdentityRefusedException {
    if (embedded.length == 0 && known.length == 0) {
      throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.ACCOUNT_KEY_UNKNOWN);
    }
    if (embedded.length == 0 || known.length == 0) {
      return embedded.length == 0 ? known : embedded;
    }
    if (!MessageDigest.isEqual(embedded, known)) {
      throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.ACCOUNT_KEY_MISMATCH);
    }
    return known;
  }
}
