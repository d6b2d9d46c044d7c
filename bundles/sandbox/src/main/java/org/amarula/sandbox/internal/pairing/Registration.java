package org.amarula.sandbox.internal.pairing;

import org.amarula.api.Bytes;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.keys.SignedPreKey;

/**
 * What an unpaired companion registers with (spec transport.md 3.4), checked.
 *
 * @param noiseKey the connection's static key, 32 bytes
 * @param registrationId the Signal registration id
 * @param identity the raw identity key, 32 bytes
 * @param signedPreKey signed by the identity
 */
public record Registration(
    Bytes noiseKey, int registrationId, Bytes identity, SignedPreKey signedPreKey) {

  DeviceKeys keys() {
    return new DeviceKeys(registrationId, identity, signedPreKey);
  }
}
