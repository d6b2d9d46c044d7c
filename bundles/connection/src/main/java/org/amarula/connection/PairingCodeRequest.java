package org.amarula.connection;

import java.security.SecureRandom;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.pairing.LinkCode;

/**
 * The wish to pair by phone number (spec/transport.md 8.1), checked. Immutable; a chosen code is
 * secret, so {@link #toString} hides it.
 */
public final class PairingCodeRequest {
  private final Jid phone;
  private final Optional<LinkCode> chosen;

  private PairingCodeRequest(Jid phone, Optional<LinkCode> chosen) {
    this.phone = phone;
    this.chosen = chosen;
  }

  /**
   * A code of the client's choice for a phone.
   *
   * @throws IllegalArgumentException when the number is none
   */
  public static PairingCodeRequest of(String phone) {
    return new PairingCodeRequest(number(phone), Optional.empty());
  }

  /**
   * A given code for a phone.
   *
   * @throws IllegalArgumentException when the number or the code is none
   */
  public static PairingCodeRequest of(String phone, String customCode) {
    return new PairingCodeRequest(number(phone), Optional.of(LinkCode.parse(customCode)));
  }

  private static Jid number(String text) {
    String digits = text.replaceAll("[-+ ()./]", "");
    if (!digits.matches("[1-9][0-9]{6,14}")) {
      throw new IllegalArgumentException(
          "A phone number has 7 to 15 digits, the country code first and no 0 in front.");
    }
    return Jid.of(digits, Jid.PN);
  }

  /** Whose phone. */
  public Jid phone() {
    return phone;
  }

  /** The chosen code, or a fresh one. */
  public LinkCode code(SecureRandom random) {
    return chosen.orElseGet(() -> LinkCode.random(random));
  }

  @Override
  public String toString() {
    return "PairingCodeRequest[" + phone.redacted() + "]";
  }
}
