package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A device of a contact has a new identity key: it was installed anew, or it is somebody else.
 *
 * @param device the device
 * @param aliases the other name of its account, if that is known
 * @param needsApproval whether nothing is sent to the device before {@link
 *     org.amarula.api.connection.Connection#approveIdentity}: only under the strict policy
 */
public record IdentityChanged(Jid device, Aliases aliases, boolean needsApproval) implements Event {
  /** The same without another name. */
  public IdentityChanged(Jid device, boolean needsApproval) {
    this(device, Aliases.NONE, needsApproval);
  }

  /** The same, accepted. */
  public IdentityChanged(Jid device) {
    this(device, false);
  }

  @Override
  public String toString() {
    String approval = needsApproval ? ", needs approval]" : "]";
    return "IdentityChanged[" + device.redacted() + approval;
  }
}
