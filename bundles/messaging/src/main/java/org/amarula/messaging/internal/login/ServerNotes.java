package org.amarula.messaging.internal.login;

import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles {@code <ib>}, each child of it, spec/transport.md 6.8 and 9.6. Stateless. */
public final class ServerNotes {
  private static final Logger LOG = LoggerFactory.getLogger(ServerNotes.class);

  private ServerNotes() {}

  /** Handles one {@code <ib>}. */
  public static void handle(Link link, Node ib) {
    for (Node child : ib.children()) {
      switch (child.tag()) {
        case "offline_preview":
          if (child.numberAttribute("count").orElse(0) > 0) {
            link.answer(offlineBatch()); // D-16: delivery is pull based
          }
          break;
        case "offline":
          LOG.info(
              "{}: {} waiting stanzas were delivered.",
              link,
              child.numberAttribute("count").orElse(0));
          break;
        case "dirty":
          Stages.settled(link.stream().query(clean(child)));
          break;
        default:
          LOG.debug("A note of the server was left alone.");
          break;
      }
    }
  }

  private static Node offlineBatch() {
    return Node.builder("ib")
        .child(Node.builder("offline_batch").attribute("count", "100").build())
        .build();
  }

  private static Node clean(Node dirty) {
    NodeBuilder clean =
        Node.builder("clean")
            .attributeIfPresent("type", dirty.attribute("type"))
            .attributeIfPresent("timestamp", dirty.attribute("timestamp"));
    return Node.builder("iq")
        .attribute("xmlns", "urn:xmpp:whatsapp:dirty")
        .attribute("type", "set")
        .attribute("to", Jid.SERVER)
        .child(clean.build())
        .build();
  }
}
