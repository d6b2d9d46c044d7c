package org.amarula.messaging.internal.send;

import java.util.ArrayList;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.CiphertextType;
import org.amarula.messaging.internal.content.Shape;

/** The stanzas of messages, spec/signal.md 5.2 to 5.4. */
public final class MessageStanza {
  private MessageStanza() {}

  /** A message to one contact. */
  static Node of(Fanout fanout, List<Encryption.Sealed> ciphertexts) {
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", fanout.id())
            .attribute("to", fanout.chat())
            .attribute("type", fanout.shape().type());
    edit(message, fanout.shape());
    if (!fanout.peerPn().equals(fanout.chat())) {
      message.attribute("peer_recipient_pn", fanout.peerPn()); // D-16
    }
    if (fanout.again()) {
      message.attribute("device_fanout", "false"); // 6.6
    }
    message.child(participants(ciphertexts, fanout.shape()));
    if (startsSession(ciphertexts)) {
      message.child(deviceIdentity(fanout.link().deviceIdentity()));
    }
    return message.children(fanout.extras()).build();
  }

  /** A message to a group or to status; the distributions are in nobody's media type. */
  static Node of(GroupFanout fanout, GroupEncryption.Ready ready) {
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", fanout.id())
            .attribute("to", fanout.group())
            .attribute("type", fanout.shape().type());
    if (!fanout.group().isBroadcast()) {
      message.attribute("phash", fanout.phash());
    }
    message.attribute("addressing_mode", fanout.addressingMode());
    if (!fanout.expiration().isZero()) {
      message.attribute("expiration", fanout.expiration().toSeconds());
    }
    edit(message, fanout.shape());
    if (!ready.distributions().isEmpty()) {
      Shape plain = new Shape(fanout.shape().type(), "", "", fanout.shape().hidden());
      message.child(participants(ready.distributions(), plain));
    }
    message.child(enc("skmsg", ready.message(), fanout.shape()).build());
    if (startsSession(ready.distributions())) {
      message.child(deviceIdentity(fanout.link().deviceIdentity()));
    }
    return message.children(fanout.extras()).build();
  }

  /** A group's message once more, for devices that it missed: for each a ciphertext of its own. */
  static Node again(GroupFanout fanout, List<Encryption.Sealed> ciphertexts) {
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", fanout.id())
            .attribute("to", fanout.group())
            .attribute("type", fanout.shape().type())
            .attribute("addressing_mode", fanout.addressingMode());
    if (!fanout.expiration().isZero()) {
      message.attribute("expiration", fanout.expiration().toSeconds());
    }
    edit(message, fanout.shape());
    message.attribute("device_fanout", "false");
    message.child(participants(ciphertexts, fanout.shape()));
    if (startsSession(ciphertexts)) {
      message.child(deviceIdentity(fanout.link().deviceIdentity()));
    }
    return message.build();
  }

  /** {@code <enc>}, to which attributes may be added. */
  public static NodeBuilder enc(String type, byte[] bytes, Shape shape) {
    NodeBuilder enc = Node.builder("enc").attribute("v", "2").attribute("type", type);
    if (!shape.mediaType().isEmpty()) {
      enc.attribute("mediatype", shape.mediaType());
    }
    if (shape.hidden()) {
      enc.attribute("decrypt-fail", "hide");
    }
    return enc.bytes(bytes);
  }

  /** Adds the attribute that tells how a message changes another. */
  public static void edit(NodeBuilder message, Shape shape) {
    if (!shape.edit().isEmpty()) {
      message.attribute("edit", shape.edit());
    }
  }

  /** Our identity, which goes with every message that starts a session. */
  public static Node deviceIdentity(Bytes identity) {
    return Node.builder("device-identity").bytes(identity.toArray()).build();
  }

  private static Node participants(List<Encryption.Sealed> ciphertexts, Shape shape) {
    List<Node> participants = new ArrayList<>();
    for (Encryption.Sealed one : ciphertexts) {
      String type = one.encrypted().type().text();
      participants.add(
          Node.builder("to")
              .attribute("jid", one.device())
              .child(enc(type, one.encrypted().bytes(), shape).build())
              .build());
    }
    return Node.builder("participants").children(participants).build();
  }

  private static boolean startsSession(List<Encryption.Sealed> ciphertexts) {
    return ciphertexts.stream().anyMatch(one -> one.encrypted().type() == CiphertextType.PKMSG);
  }
}
