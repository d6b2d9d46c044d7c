package org.amarula.crypto.pairing;

/** Why a pair-success is refused, with the error reply it asks for (transport.md 7.4). */
public enum PairingRefusal {
  /** The container or something in it cannot be parsed. */
  MALFORMED(500, "internal-error"),
  /** The phone did not know our adv secret. */
  HMAC_MISMATCH(401, "hmac-mismatch"),
  /** The account key did not sign our identity. */
  SIGNATURE_MISMATCH(401, "signature-mismatch");

  private final int code;
  private final String text;

  PairingRefusal(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The code of the error reply. */
  public int code() {
    return code;
  }

  /** The text of the error reply. */
  public String text() {
    return text;
  }
}
