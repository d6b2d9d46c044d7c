package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A device of a contact has a new identity key: it was installed anew, or it is somebody else.
 *
 * @param device the device
 * @param aliases the other name of its account, if that is known
 */
public record IdentityChanged(Jid device, Aliases aliases) implements Event {
  /** The same without another name. */
  public IdentityChanged(Jid device) {
    this(device, Aliases.NONE);
  }

  @Override
  public String toString() {
    return "IdentityChanged[" + device.redacted() + "]";
  }
}
