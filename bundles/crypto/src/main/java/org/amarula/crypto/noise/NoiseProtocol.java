package org.amarula.crypto.noise;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.crypto.curve.KeyPair;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that starts handshakes, one object for each connection. Thread-safe, lives as long as
 * the bundle.
 */
@ProviderType
public interface NoiseProtocol {
  /** The client's side of one new handshake. */
  NoiseInitiator initiator(
      KeyPair staticKey, byte[] rootPublicKey, Clock clock, SecureRandom random);

  /** The server's side of one new handshake, with the serialized CertChain it shows. */
  NoiseResponder responder(KeyPair serverStatic, byte[] certChain, SecureRandom random);
}
