package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A device of a contact has a new identity key: it was installed anew, or it is somebody else.
 *
 * @param device the device
 */
public record IdentityChanged(Jid device) implements Event {
  @Override
  public String toString() {
    return "IdentityChanged[" + device.redacted() + "]";
  }
}
