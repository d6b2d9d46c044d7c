package org.amarula.benchmarks.capacity;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;

/**
 * Pairs of clients that write to each other as fast as they are answered: a message, its
 * acknowledgement, its receipt and the receipt's acknowledgement, six frames in all. What stands
 * for ciphertexts is random, since no server reads them.
 */
final class Routed {
  private static final int WINDOW = 4;

  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong ids = new AtomicLong();
  private final byte[] ciphertext = new byte[150];
  private volatile boolean stopping;

  Routed(List<LoadClient> clients) {
    new SecureRandom().nextBytes(ciphertext);
    for (int i = 0; i + 1 < clients.size(); i += 2) {
      LoadClient one = clients.get(i);
      LoadClient two = clients.get(i + 1);
      one.listen(node -> take(one, two, node));
      two.listen(node -> take(two, one, node));
      for (int next = 0; next < WINDOW; next++) {
        write(one, two);
      }
    }
  }

  private void write(LoadClient from, LoadClient to) {
    Node enc =
        Node.builder("enc").attribute("v", "2").attribute("type", "msg").bytes(ciphertext).build();
    Node addressed = Node.builder("to").attribute("jid", to.lid()).child(enc).build();
    from.send(
        Node.builder("message")
            .attribute("id", "3EB0" + ids.incrementAndGet())
            .attribute("to", to.lid().toUser())
            .attribute("type", "text")
            .child(Node.builder("participants").child(addressed).build())
            .build());
  }

  private void take(LoadClient reader, LoadClient other, Node node) {
    switch (node.tag()) {
      case "message":
        reader.send(answer("receipt", node).build());
        delivered.incrementAndGet();
        break;
      case "receipt":
        reader.send(answer("ack", node).attribute("class", "receipt").build());
        if (!stopping) {
          write(reader, other);
        }
        break;
      case "notification":
        reader.send(
            answer("ack", node)
                .attribute("class", "notification")
                .attributeIfPresent("type", node.attribute("type"))
                .build());
        break;
      default:
        if (node.attribute("error").isPresent()) {
          refused.incrementAndGet();
        }
        break;
    }
  }

  private static org.amarula.codec.NodeBuilder answer(String tag, Node node) {
    Jid to = node.requireJidAttribute("from");
    return Node.builder(tag).attribute("id", node.requireAttribute("id")).attribute("to", to);
  }

  /** Deliveries so far. */
  long delivered() {
    return delivered.get();
  }

  /** What the server would not take, which must be nothing. */
  long refused() {
    return refused.get();
  }

  /** Writes nothing new. */
  void stop() {
    stopping = true;
  }
}
