package org.amarula.crypto.pairing;

import org.amarula.proto.pairing.ADVDeviceIdentity;
import org.amarula.proto.pairing.ADVEncryptionType;

/**
 * The details that an account signs for one companion.
 *
 * @param rawId identifies one registration of the account, unsigned 32 bits
 * @param timestamp unix seconds
 * @param keyIndex the companion's place in the account's key index list, unsigned 32 bits
 * @param hostedAccount whether the account is hosted by a business provider
 * @param hostedDevice whether the companion is such a provider
 */
public record DeviceIdentity(
    long rawId, long timestamp, long keyIndex, boolean hostedAccount, boolean hostedDevice) {

  static DeviceIdentity of(ADVDeviceIdentity details) {
    return new DeviceIdentity(
        Integer.toUnsignedLong(details.getRawId()),
        details.getTimestamp(),
        Integer.toUnsignedLong(details.getKeyIndex()),
        details.getAccountType() == ADVEncryptionType.HOSTED,
        details.getDeviceType() == ADVEncryptionType.HOSTED);
  }

  byte[] toBytes() {
    ADVDeviceIdentity.Builder details =
        ADVDeviceIdentity.newBuilder()
            .setRawId((int) rawId)
            .setTimestamp(timestamp)
            .setKeyIndex((int) keyIndex);
    if (hostedAccount) {
      details.setAccountType(ADVEncryptionType.HOSTED);
    }
    if (hostedDevice) {
      details.setDeviceType(ADVEncryptionType.HOSTED);
    }
    return details.build().toByteArray();
  }
}
