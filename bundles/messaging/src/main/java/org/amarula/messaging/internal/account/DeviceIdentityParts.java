package org.amarula.messaging.internal.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.amarula.api.Bytes;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;

/** The account key inside a stored device identity. */
final class DeviceIdentityParts {
  private DeviceIdentityParts() {}

  static Bytes accountKey(ByteString identity) {
    ByteString key = parse(identity).getAccountSignatureKey();
    if (key.size() != 32) {
      throw new IllegalArgumentException("The device identity holds no account key.");
    }
    return Bytes.wrap(key.toByteArray());
  }

  /** The identity as it is, or with the key added where a builder left it out. */
  static ByteString withAccountKey(Bytes identity, Bytes accountKey) {
    ByteString bytes = ByteString.copyFrom(identity.toArray());
    ADVSignedDeviceIdentity parsed = parse(bytes);
    return parsed.hasAccountSignatureKey()
        ? bytes
        : parsed.toBuilder()
            .setAccountSignatureKey(ByteString.copyFrom(accountKey.toArray()))
            .build()
            .toByteString();
  }

  private static ADVSignedDeviceIdentity parse(ByteString identity) {
    try {
      return ADVSignedDeviceIdentity.parseFrom(identity);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("The device identity cannot be parsed.", e);
    }
  }
}
