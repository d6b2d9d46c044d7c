package org.amarula.crypto.internal;

import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.LinkCodeCompanion;
import org.amarula.crypto.pairing.LinkCodePrimary;
import org.amarula.crypto.pairing.PairingProtocol;
import org.amarula.crypto.pairing.PairingVerifier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers pairing as a service; holds a random source and no secret. */
@Component
public final class PairingProtocolComponent implements PairingProtocol {
  private final SecureRandom random = new SecureRandom();

  /** Called by the component runtime. */
  @Activate
  public PairingProtocolComponent() {}

  @Override
  public PairingVerifier verifier() {
    return new PairingVerifier(random);
  }

  @Override
  public DeviceIdentitySigner signer(KeyPair account) {
    return new DeviceIdentitySigner(account, random);
  }

  @Override
  public LinkCode newLinkCode() {
    return LinkCode.random(random);
  }

  @Override
  public LinkCodeCompanion companion(KeyPair ephemeral, KeyPair identity) {
    return new LinkCodeCompanion(ephemeral, identity);
  }

  @Override
  public LinkCodePrimary primary(KeyPair ephemeral, KeyPair account) {
    return new LinkCodePrimary(ephemeral, account);
  }
}
