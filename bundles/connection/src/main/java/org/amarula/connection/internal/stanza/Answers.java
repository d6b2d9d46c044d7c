package org.amarula.connection.internal.stanza;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/** Builds what the stream itself answers to the server. Stateless. */
public final class Answers {
  private Answers() {}

  /**
   * The acknowledgement of a notification, receipt or call; works before there is an own address.
   *
   * <pre>{@code <ack id to class [participant] [recipient] [type]/>}</pre>
   */
  public static Node ack(Node stanza) {
    // spec/transport.md 6.9: id, from as to, the tag as class, the others copied
    NodeBuilder ack = Node.builder("ack").attributeIfPresent("id", stanza.attribute("id"));
    ack.attribute("class", stanza.tag());
    copy(stanza, "from", ack, "to");
    copy(stanza, "participant", ack, "participant");
    copy(stanza, "recipient", ack, "recipient");
    return ack.attributeIfPresent("type", stanza.attribute("type")).build();
  }

  /** The empty result of a server's request; the id is copied when there is one. */
  public static Node result(Node request) {
    return reply(request, "result").build();
  }

  /** A result with one child. */
  public static Node result(Node request, Node child) {
    return reply(request, "result").child(child).build();
  }

  /** An error. */
  public static Node error(Node request, int code, String text) {
    Node error = Node.builder("error").attribute("code", code).attribute("text", text).build();
    return reply(request, "error").child(error).build();
  }

  private static NodeBuilder reply(Node request, String type) {
    return Node.builder("iq")
        .attribute("to", Jid.SERVER)
        .attribute("type", type)
        .attributeIfPresent("id", request.attribute("id"));
  }

  private static void copy(Node from, String key, NodeBuilder to, String newKey) {
    Optional<Jid> address = from.jidAttribute(key);
    if (address.isPresent()) {
      to.attribute(newKey, address.get());
    } else {
      to.attributeIfPresent(newKey, from.attribute(key));
    }
  }
}
