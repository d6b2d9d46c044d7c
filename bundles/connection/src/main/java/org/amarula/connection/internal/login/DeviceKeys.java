package org.amarula.connection.internal.login;

import org.amarula.api.Bytes;
import org.amarula.connection.Credentials;

/**
 * The public half of a device's keys, as a registration tells them.
 *
 * @param registrationId 1 to 16380
 * @param identity the raw identity key, 32 bytes
 * @param signedPreKeyId 24 bits
 * @param signedPreKey the raw signed pre-key, 32 bytes
 * @param signature 64 bytes
 */
record DeviceKeys(
    int registrationId, Bytes identity, int signedPreKeyId, Bytes signedPreKey, Bytes signature) {

  static DeviceKeys of(Credentials credentials) {
    return new DeviceKeys(
        credentials.registrationId(),
        Bytes.wrap(credentials.identity().publicKey()),
        credentials.signedPreKey().id(),
        Bytes.wrap(credentials.signedPreKey().keys().publicKey()),
        credentials.signedPreKey().signature());
  }
}
