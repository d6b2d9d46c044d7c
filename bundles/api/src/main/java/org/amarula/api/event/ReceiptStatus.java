package org.amarula.api.event;

import java.util.Locale;

/** How far a message of ours got. */
public enum ReceiptStatus {
  /** A device of the recipient has it. */
  DELIVERED,
  /** Another device of the own account has it. */
  SENDER,
  /** The recipient saw it. */
  READ,
  /** The own account saw it on another device. */
  READ_SELF,
  /** The recipient played it. */
  PLAYED,
  /** A device that is not in use has it. */
  INACTIVE;

  /** The name as users see it, for instance {@code read-self}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
