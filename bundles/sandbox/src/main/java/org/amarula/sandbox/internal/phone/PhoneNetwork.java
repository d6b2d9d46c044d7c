package org.amarula.sandbox.internal.phone;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.routing.Party;

/** What a phone asks of the server beside it. On the lane. */
public interface PhoneNetwork {
  /** Sends a message through the same checks as anybody's. */
  void message(Party from, Node message);

  /** Sends a receipt. */
  void receipt(Party from, Node receipt);

  /** Says something that nobody acknowledges: presence and chat states. */
  void say(Party from, Node stanza);

  /** Notifies a device, until it acknowledges. */
  void tell(Device device, Node notification);

  /** A group. */
  Optional<Group> group(Jid jid);

  /** Acknowledges a stanza. */
  void acknowledge(Party from, Node stanza);

  /** Tells that a key bundle of a device was taken. */
  void keysTaken(Device device);
}
