package org.amarula.crypto.internal;

import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SignalProtocol;
import org.amarula.crypto.signal.SignalProtocols;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Provides the Signal ciphers; stateless but for one random generator. */
@Component
public final class SignalProtocolComponent implements SignalProtocol {
  private final SignalProtocol standard = SignalProtocols.standard();

  @Activate
  public SignalProtocolComponent() {}

  @Override
  public SessionCipher sessions(LocalIdentity local) {
    return standard.sessions(local);
  }

  @Override
  public GroupCipher groups() {
    return standard.groups();
  }
}
