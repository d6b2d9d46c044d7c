package org.amarula.messaging.internal.send;

import java.util.ArrayList;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.CiphertextType;
import org.amarula.crypto.signal.Encrypted;

/** The stanza of a message to one contact, spec/signal.md 5.2 and 5.3. */
public final class MessageStanza {
  private MessageStanza() {}

  static Node of(Fanout fanout, List<Encryption.Sealed> ciphertexts) {
    List<Node> participants = new ArrayList<>();
    boolean preKey = false;
    for (Encryption.Sealed one : ciphertexts) {
      preKey |= one.encrypted().type() == CiphertextType.PKMSG;
      participants.add(
          Node.builder("to")
              .attribute("jid", one.target().device())
              .child(enc(one.encrypted()).build())
              .build());
    }
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", fanout.id())
            .attribute("to", fanout.chat())
            .attribute("type", "text");
    if (!fanout.peerPn().equals(fanout.chat())) {
      message.attribute("peer_recipient_pn", fanout.peerPn()); // D-16
    }
    message.child(Node.builder("participants").children(participants).build());
    if (preKey) {
      message.child(deviceIdentity(fanout.link().deviceIdentity()));
    }
    return message.build();
  }

  /** {@code <enc>}, to which attributes may be added. */
  public static NodeBuilder enc(Encrypted encrypted) {
    return Node.builder("enc")
        .attribute("v", "2")
        .attribute("type", encrypted.type().text())
        .bytes(encrypted.bytes());
  }

  /** Our identity, which goes with every message that starts a session. */
  public static Node deviceIdentity(Bytes identity) {
    return Node.builder("device-identity").bytes(identity.toArray()).build();
  }
}
