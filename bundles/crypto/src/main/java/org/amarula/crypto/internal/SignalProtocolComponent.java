package org.amarula.crypto.internal;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.KeyPairSource;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SignalProtocol;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Provides the Signal ciphers; stateless but for one random generator. */
@Component
public final class SignalProtocolComponent implements SignalProtocol {
  private final SecureRandom random = new SecureRandom();

  @Activate
  public SignalProtocolComponent() {}

  @Override
  public SessionCipher sessions(LocalIdentity local) {
    return new SessionCipher(local, KeyPairSource.random(random), Clock.systemUTC());
  }

  @Override
  public GroupCipher groups() {
    return new GroupCipher(KeyPairSource.random(random), random);
  }
}
