package org.amarula.connection.internal.stream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.AmarulaException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.internal.stanza.StanzaIds;
import org.amarula.connection.internal.stanza.Waiters;

/**
 * Writes stanzas and awaits what they ask for. Confined to the lane; lives as long as the stream.
 */
final class Exchange {
  private final Waiters waiters;
  private final StanzaIds ids;
  private final Outbound outbound;
  private final Runnable awaits;

  /** Runs {@code awaits} whenever an answer is awaited from now on. */
  Exchange(Waiters waiters, StanzaIds ids, Outbound outbound, Runnable awaits) {
    this.waiters = waiters;
    this.ids = ids;
    this.outbound = outbound;
    this.awaits = awaits;
  }

  /** Sends an iq and completes {@code answer}; fails it at once when nothing can be sent. */
  void query(Node iq, CompletableFuture<Node> answer, Duration timeout) {
    String id = iq.attribute("id").orElseGet(ids::next);
    if (write(iq.withAttribute("id", id), answer)) {
      waiters.query(id, answer, timeout);
      awaits.run();
    }
  }

  /** Sends a message and completes {@code ack} with the server's. */
  void message(Node message, CompletableFuture<Node> ack, Duration timeout) {
    if (write(message, ack)) {
      waiters.message(message.requireAttribute("id"), ack, timeout);
      awaits.run();
    }
  }

  /** Sends a node and completes {@code taken} when the network has it. */
  void send(Node node, CompletableFuture<Void> taken) {
    try {
      outbound.write(
          node,
          failure -> {
            if (failure == null) {
              taken.complete(null);
            } else {
              taken.completeExceptionally(new NotConnectedException("The socket broke."));
            }
          });
    } catch (AmarulaException e) {
      taken.completeExceptionally(e);
    }
  }

  /** spec/transport.md 6.3: the child is sent, as most clients do. */
  CompletableFuture<Node> ping(Duration timeout) {
    CompletableFuture<Node> pong = new CompletableFuture<>();
    Node ping =
        Node.builder("iq")
            .attribute("id", ids.next())
            .attribute("to", Jid.SERVER)
            .attribute("type", "get")
            .attribute("xmlns", "w:p")
            .child(Node.of("ping"))
            .build();
    query(ping, pong, timeout);
    return pong;
  }

  /** Completes who waits for this answer; false when nobody does. */
  boolean answer(Node node) {
    return waiters.answer(node);
  }

  void failAll() {
    waiters.failAll();
  }

  private boolean write(Node node, CompletableFuture<Node> answer) {
    try {
      outbound.write(node, failure -> {}); // a broken socket ends the stream, and the waiters
      return true;
    } catch (AmarulaException e) {
      answer.completeExceptionally(e);
      return false;
    }
  }
}
