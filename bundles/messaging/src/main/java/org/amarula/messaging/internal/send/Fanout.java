package org.amarula.messaging.internal.send;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.link.Link;

/**
 * One message on its way to all devices of both sides.
 *
 * @param link the login it is sent on
 * @param id its id
 * @param chat the account it goes to, as addressed
 * @param peerPn the chat's phone number when it is addressed by LID, else the chat
 * @param targets the devices to encrypt for
 * @param message the serialized Message, for the chat's devices
 * @param copy the serialized copy, for our own devices
 * @param shape what its content makes of the stanza
 * @param extras the nodes that go along, for instance tokens
 * @param phash the hash of all devices
 * @param again whether it goes once more, to devices that it missed (6.6)
 */
record Fanout(
    Link link,
    String id,
    Jid chat,
    Jid peerPn,
    List<Target> targets,
    Bytes message,
    Bytes copy,
    Shape shape,
    List<Node> extras,
    String phash,
    boolean again) {
  /**
   * One device.
   *
   * @param device its address as on the wire
   * @param own whether it is one of ours and gets the copy
   */
  record Target(Jid device, boolean own) {}

  /** The same message for devices that it missed; nothing goes along with it then. */
  Fanout again(List<Target> missed) {
    return new Fanout(
        link, id, chat, peerPn, List.copyOf(missed), message, copy, shape, List.of(), "", true);
  }

  Bytes plaintext(Target target) {
    return target.own() ? copy : message;
  }

  /** Whether the message goes to nobody but ourselves. */
  boolean toSelf() {
    return link.own().isOwn(chat);
  }
}
