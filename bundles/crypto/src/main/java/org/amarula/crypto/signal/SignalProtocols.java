package org.amarula.crypto.signal;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.crypto.curve.KnownSigners;

/** Where programs and tests without OSGi get the {@link SignalProtocol}. */
public final class SignalProtocols {
  private SignalProtocols() {}

  /** Ciphers over fresh randomness and the system clock. */
  public static SignalProtocol standard() {
    SecureRandom random = new SecureRandom();
    KnownSigners signers = new KnownSigners();
    return new SignalProtocol() {
      @Override
      public SessionCipher sessions(LocalIdentity local) {
        return new SessionCipher(local, KeyPairSource.random(random), Clock.systemUTC());
      }

      @Override
      public GroupCipher groups() {
        return new GroupCipher(KeyPairSource.random(random), random, signers);
      }
    };
  }
}
