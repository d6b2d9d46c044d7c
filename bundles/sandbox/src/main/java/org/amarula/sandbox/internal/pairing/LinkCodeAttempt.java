package org.amarula.sandbox.internal.pairing;

import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.LinkCodePrimary;
import org.amarula.sandbox.internal.devices.Account;

/**
 * A companion that shows a link code (spec transport.md 8.6).
 *
 * @param phone the phone number it named, digits
 * @param ref names the attempt
 * @param wrapped the companion's ephemeral key under the code
 * @param entered what the phone did when the code was typed
 */
record LinkCodeAttempt(String phone, String ref, byte[] wrapped, Optional<Entered> entered) {

  /** The attempt after the code was typed. */
  LinkCodeAttempt enter(Entered typed) {
    return new LinkCodeAttempt(phone, ref, wrapped, Optional.of(typed));
  }

  /** The phone's side once the code was typed. */
  static final class Entered {
    private final Account account;
    private final byte[] companionEphemeral;
    private final KeyPair ephemeral;

    Entered(Account account, byte[] companionEphemeral, KeyPair ephemeral) {
      this.account = account;
      this.companionEphemeral = companionEphemeral;
      this.ephemeral = ephemeral;
    }

    Account account() {
      return account;
    }

    byte[] companionEphemeral() {
      return companionEphemeral.clone();
    }

    LinkCodePrimary primary() {
      return new LinkCodePrimary(ephemeral, account.identity());
    }
  }
}
