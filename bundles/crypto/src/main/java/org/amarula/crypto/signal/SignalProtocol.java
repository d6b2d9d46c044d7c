package org.amarula.crypto.signal;

import org.osgi.annotation.versioning.ProviderType;

/** The service of this package: ciphers over fresh randomness and the system clock. Thread-safe. */
@ProviderType
public interface SignalProtocol {
  /** Sessions of one account's identity with other devices. */
  SessionCipher sessions(LocalIdentity local);

  /** Sender keys of groups and status. */
  GroupCipher groups();
}
