package org.amarula.messaging.internal.server;

import java.security.SecureRandom;
import org.amarula.api.Bytes;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.crypto.pairing.PairingRefusedException;
import org.amarula.crypto.pairing.PairingResult;
import org.amarula.crypto.pairing.PairingVerifier;

/** An account's signature under a device, as pairing makes it. */
final class Vouching {
  private Vouching() {}

  static Bytes of(KeyPair account, Endpoint device, SecureRandom random) {
    Credentials credentials = device.credentials();
    byte[] secret = credentials.advSecret().toArray();
    DeviceIdentity identity =
        new DeviceIdentity(7, 1_700_000_000, device.pn().device(), false, false);
    byte[] container =
        new DeviceIdentitySigner(account, random)
            .container(identity, credentials.identity().publicKey(), secret);
    try {
      PairingResult result =
          new PairingVerifier(random).verify(secret, credentials.identity(), container);
      return Bytes.wrap(result.signedIdentity());
    } catch (PairingRefusedException e) {
      throw new AssertionError(e);
    }
  }
}
