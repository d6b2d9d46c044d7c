package org.amarula.sandbox.internal.routing;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.fault.Fault;

/** Answers in the server's spelling (spec transport.md 6.2, 6.9, 11). Stateless. */
public final class Answers {
  private Answers() {}

  /** An empty result. */
  public static Node result(Node iq) {
    return resultOf(iq).build();
  }

  /** A result with one child. */
  public static Node result(Node iq, Node child) {
    return resultOf(iq).child(child).build();
  }

  /** A result to fill. */
  public static NodeBuilder resultOf(Node iq) {
    return Node.builder("iq")
        .attribute("from", Jid.SERVER)
        .attribute("id", iq.attribute("id").orElse(""))
        .attribute("type", "result");
  }

  /** An error. */
  public static Node error(Node iq, int code, String text) {
    return Node.builder("iq")
        .attribute("from", Jid.SERVER)
        .attribute("id", iq.attribute("id").orElse(""))
        .attribute("type", "error")
        .child(Node.builder("error").attribute("code", code).attribute("text", text).build())
        .build();
  }

  /** The error that an {@code iqError} fault asks for. */
  public static Node error(Node iq, Fault fault) {
    return error(
        iq,
        Integer.parseInt(fault.shape("code", "500")),
        fault.shape("text", "internal-server-error"));
  }

  /** The acknowledgement of a message, still without phash and error. */
  public static NodeBuilder ack(Node message) {
    Optional<Jid> to = message.jidAttribute("to");
    return Node.builder("ack")
        .attribute("class", "message")
        .attribute("id", message.attribute("id").orElse(""))
        .attributeIfPresent("from", to);
  }

  /** The refusal of a message. */
  public static Node nack(Node message, int code) {
    return ack(message).attribute("error", code).build();
  }
}
