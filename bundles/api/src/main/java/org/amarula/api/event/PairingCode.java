package org.amarula.api.event;

import java.time.Instant;
import java.util.Objects;

/**
 * A code that the user of a phone types to link this device, instead of scanning. Secret while it
 * is valid, so {@link #toString} hides it.
 *
 * @param code eight characters out of {@code 1-9} and {@code A-Z} without I, O and U
 * @param expiresAt from then on it is of no use, should nobody have typed it
 */
public record PairingCode(String code, Instant expiresAt) {
  private static final int HALF = 4;

  /** Refuses missing parts. */
  public PairingCode {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /** The code as users see it: {@code XXXX-XXXX}. */
  public String display() {
    return code.length() <= HALF ? code : code.substring(0, HALF) + "-" + code.substring(HALF);
  }

  @Override
  public String toString() {
    return "PairingCode[until " + expiresAt + "]";
  }
}
