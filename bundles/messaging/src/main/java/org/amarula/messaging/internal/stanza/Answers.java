package org.amarula.messaging.internal.stanza;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/** The answers to stanzas, spec/transport.md 6.9 and spec/signal.md 7.5. */
public final class Answers {
  /** Parsing error. */
  public static final int UNPARSABLE = 487;

  /** Unrecognized stanza. */
  public static final int UNRECOGNIZED = 488;

  /** Invalid protobuf. */
  public static final int INVALID_PROTOBUF = 491;

  /** Missing message secret. */
  public static final int NO_MESSAGE_SECRET = 495;

  /** Unhandled error. */
  public static final int UNHANDLED = 500;

  private static final int NONE = 0;

  private Answers() {}

  /** A plain acknowledgement. */
  public static Node ack(Node stanza, OwnAddress own) {
    return ack(stanza, own, NONE);
  }

  /** A refusal with a code of the list in spec/transport.md 6.9. */
  public static Node nack(Node stanza, OwnAddress own, int code) {
    return ack(stanza, own, code);
  }

  private static Node ack(Node stanza, OwnAddress own, int code) {
    boolean message = stanza.is("message");
    NodeBuilder ack = Node.builder("ack").attributeIfPresent("id", stanza.attribute("id"));
    copy(stanza, "from", ack, "to");
    ack.attribute("class", stanza.tag());
    if (code != NONE) {
      ack.attribute("error", code);
    }
    copy(stanza, "participant", ack, "participant");
    copy(stanza, "recipient", ack, "recipient");
    // D-18: for messages the type goes with a refusal and with an unavailable message only.
    if (!message || code != NONE || stanza.child("unavailable").isPresent()) {
      ack.attributeIfPresent("type", stanza.attribute("type"));
    }
    if (message) {
      ack.attribute("from", own.pn());
    }
    return ack.build();
  }

  /**
   * The receipt of a message that was handled; {@code available}: whether contacts see us online.
   */
  public static Node receipt(Node stanza, Envelope envelope, boolean available) {
    NodeBuilder receipt = Node.builder("receipt").attributeIfPresent("id", stanza.attribute("id"));
    copy(stanza, "from", receipt, "to");
    copy(stanza, "participant", receipt, "participant");
    if (envelope.fromMe()) {
      copy(stanza, "recipient", receipt, "recipient");
      receipt.attribute("type", envelope.isPeer() ? "peer_msg" : "sender");
    } else if (!available) {
      receipt.attribute("type", "inactive");
    }
    return receipt.build();
  }

  /** What tells the phone that its history notification arrived. */
  public static Node historyReceipt(String id, OwnAddress own) {
    return Node.builder("receipt")
        .attribute("id", id)
        .attribute("to", own.pn().toUser())
        .attribute("type", "hist_sync")
        .build();
  }

  /** Copies an attribute, an address as an address. */
  public static void copy(Node from, String key, NodeBuilder to, String as) {
    Optional<Jid> jid = from.jidAttribute(key);
    if (jid.isPresent()) {
      to.attribute(as, jid.get());
    } else {
      to.attributeIfPresent(as, from.attribute(key));
    }
  }
}
