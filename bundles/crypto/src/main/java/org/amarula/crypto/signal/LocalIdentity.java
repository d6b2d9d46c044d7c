package org.amarula.crypto.signal;

import static java.util.Objects.requireNonNull;

import org.amarula.crypto.curve.KeyPair;

/** Our own side of every session: identity pair and registration id. Immutable. */
public final class LocalIdentity {
  private final KeyPair identity;
  private final byte[] publicKey;
  private final int registrationId;

  public LocalIdentity(KeyPair identity, int registrationId) {
    this.identity = requireNonNull(identity, "identity");
    this.publicKey = identity.signalPublicKey();
    this.registrationId = registrationId;
  }

  public KeyPair identity() {
    return identity;
  }

  public int registrationId() {
    return registrationId;
  }

  /** The public part with its type byte, shared: package members never write to it. */
  byte[] publicKey() {
    return publicKey;
  }

  @Override
  public String toString() {
    return "LocalIdentity[" + identity + "]";
  }
}
