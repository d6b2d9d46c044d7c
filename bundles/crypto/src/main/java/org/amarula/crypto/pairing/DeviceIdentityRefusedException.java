package org.amarula.crypto.pairing;

/** A companion's signed identity, or a list of key indexes, that fails a check. */
public final class DeviceIdentityRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeviceIdentityRefusal refusal;

  DeviceIdentityRefusedException(DeviceIdentityRefusal refusal) {
    super("The device identity is refused: " + refusal + ".");
    this.refusal = refusal;
  }

  /** The check that failed. */
  public DeviceIdentityRefusal refusal() {
    return refusal;
  }
}
