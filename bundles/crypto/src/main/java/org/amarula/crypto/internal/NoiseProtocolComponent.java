package org.amarula.crypto.internal;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.noise.NoiseProtocol;
import org.amarula.crypto.noise.NoiseResponder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers the Noise handshake as a service; stateless. */
@Component
public final class NoiseProtocolComponent implements NoiseProtocol {
  /** Called by the component runtime. */
  @Activate
  public NoiseProtocolComponent() {}

  @Override
  public NoiseInitiator initiator(
      KeyPair staticKey, byte[] rootPublicKey, Clock clock, SecureRandom random) {
    return new NoiseInitiator(staticKey, rootPublicKey, clock, random);
  }

  @Override
  public NoiseResponder responder(KeyPair serverStatic, byte[] certChain, SecureRandom random) {
    return new NoiseResponder(serverStatic, certChain, random);
  }
}
