package org.amarula.crypto.pairing;

import org.amarula.crypto.curve.KeyPair;
import org.osgi.annotation.versioning.ProviderType;

/** The service with both sides of pairing. Thread-safe, lives as long as the bundle. */
@ProviderType
public interface PairingProtocol {
  /** The companion's check of a pair-success. */
  PairingVerifier verifier();

  /** The phone's side, with the account's identity key. */
  DeviceIdentitySigner signer(KeyPair account);

  /** A fresh link code. */
  LinkCode newLinkCode();

  /** The companion's side of a link-code exchange, with a fresh ephemeral key to be kept. */
  LinkCodeCompanion companion(KeyPair ephemeral, KeyPair identity);

  /** The phone's side of a link-code exchange. */
  LinkCodePrimary primary(KeyPair ephemeral, KeyPair account);
}
