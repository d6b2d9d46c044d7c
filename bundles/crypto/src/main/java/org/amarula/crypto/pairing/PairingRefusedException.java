package org.amarula.crypto.pairing;

/** A pair-success that must be answered with an error; the attempt is over. */
public final class PairingRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final PairingRefusal refusal;

  PairingRefusedException(PairingRefusal refusal) {
    super("The pairing is refused: " + refusal.text() + ".");
    this.refusal = refusal;
  }

  /** The reason and the error reply. */
  public PairingRefusal refusal() {
    return refusal;
  }
}
