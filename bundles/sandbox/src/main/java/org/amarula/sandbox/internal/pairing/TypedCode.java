package org.amarula.sandbox.internal.pairing;

import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.LinkCodeRefusedException;
import org.amarula.crypto.pairing.WrappedKey;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.pairing.LinkCodeAttempt.Entered;

/**
 * A link code that somebody types on a phone. Made and used on the lane, but {@link #derive} takes
 * a tenth of a second and belongs to the caller's thread.
 */
public final class TypedCode {
  private final PairingAttempt attempt;
  private final LinkCodeAttempt waiting;
  private final Account account;
  private final SecureRandom random;
  private volatile Entered entered;
  private volatile byte[] wrapped = {};

  TypedCode(PairingAttempt attempt, LinkCodeAttempt waiting, Account account, SecureRandom random) {
    this.attempt = attempt;
    this.waiting = waiting;
    this.account = account;
    this.random = random;
  }

  /** Unwraps the companion's key with the code and wraps the phone's. */
  public void derive(LinkCode code) {
    KeyPair ephemeral = KeyPair.generate(random);
    try {
      entered = new Entered(account, WrappedKey.unwrap(code, waiting.wrapped()), ephemeral);
      wrapped = WrappedKey.wrap(code, ephemeral.publicKey(), random);
    } catch (LinkCodeRefusedException e) {
      throw new IllegalStateException("A checked key cannot be unwrapped.", e);
    }
  }

  PairingAttempt attempt() {
    return attempt;
  }

  LinkCodeAttempt waiting() {
    return waiting;
  }

  Account account() {
    return account;
  }

  Entered entered() {
    return entered;
  }

  byte[] wrapped() {
    return wrapped;
  }
}
