package org.amarula.connection.internal.handshake;

import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.NoiseInitiator;

/** Makes the client's side of one Noise handshake with a fresh ephemeral key. */
@FunctionalInterface
public interface Handshakes {
  /** For this static key, with this only trust anchor. */
  NoiseInitiator initiator(KeyPair staticKey, byte[] rootPublicKey);
}
