package org.amarula.connection.internal.stream;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.connection.internal.pairing.Pairing;
import org.amarula.connection.internal.stanza.Answers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for each node who deals with it (spec/transport.md 6). Confined to the lane. */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final Session session;
  private final Exchange exchange;
  private final Pairing pairing;

  Router(Session session, Exchange exchange, Pairing pairing) {
    this.session = session;
    this.exchange = exchange;
    this.pairing = pairing;
  }

  void route(Node node) {
    LOG.trace("<- {}", node);
    switch (node.tag()) {
      case "iq" -> iq(node);
      case "ack" -> answer(node);
      case "success" -> session.loggedIn(node);
      case "failure" -> session.refused(node);
      case "stream:error" -> session.failed(node);
      case "xmlstreamend" -> session.endOfStream();
      case "ib" -> ib(node);
      default -> stanza(node);
    }
  }

  private void iq(Node iq) {
    switch (iq.attribute("type").orElse("")) {
      case "result", "error" -> answer(iq);
      case "get" -> get(iq);
      case "set" -> set(iq);
      default -> LOG.debug("An iq of an unknown type is ignored: {}", iq);
    }
  }

  private void answer(Node node) {
    if (!exchange.answer(node)) {
      LOG.debug("Nobody waits for {}", node);
    }
  }

  private void get(Node iq) {
    // spec/transport.md 6.2, D-14: the server's ping is answered
    if (iq.hasAttribute("xmlns", "urn:xmpp:ping") || iq.child("ping").isPresent()) {
      session.send(Answers.result(iq));
    } else {
      LOG.debug("An unknown request is not answered: {}", iq);
    }
  }

  private void set(Node iq) {
    boolean expected = session.pairs() && fromServer(iq);
    if (expected && iq.child("pair-device").isPresent()) {
      session.answered();
      pairing.pairDevice(iq, iq.requireChild("pair-device"));
    } else if (expected && iq.child("pair-success").isPresent()) {
      session.learnTime(iq);
      pairing.pairSuccess(iq, iq.requireChild("pair-success"));
    } else {
      LOG.debug("An unknown request is not answered: {}", iq);
    }
  }

  private static boolean fromServer(Node iq) {
    return iq.attribute("from").map(from -> from.equals(Jid.SERVER.toString())).orElse(true);
  }

  /** What needs an answer after the login gets it from above; before, there is nobody above. */
  private void stanza(Node node) {
    if (!session.pairs()) {
      session.listener().onStanza(node);
      return;
    }
    switch (node.tag()) {
      case "notification" -> pairing.notification(node);
      case "message", "receipt", "call" -> session.send(Answers.ack(node));
      default -> LOG.debug("Ignored while pairing: {}", node);
    }
  }

  /** spec/transport.md 6.8: an ib may hold several children; each is dealt with. */
  private void ib(Node ib) {
    List<Node> others = ib.children().stream().filter(child -> !own(child)).toList();
    if (!others.isEmpty() && !session.pairs()) {
      session.listener().onStanza(others.size() == ib.children().size() ? ib : with(ib, others));
    }
  }

  private boolean own(Node child) {
    switch (child.tag()) {
      case "edge_routing" -> child.child("routing_info").ifPresent(this::routing);
      case "downgrade_webclient" ->
          LOG.warn("A phone that cannot have linked devices scanned the code."); // D-17: goes on
      case "thread_metadata" -> LOG.trace("Thread metadata is not used.");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void routing(Node info) {
    info.contentAsBytes().ifPresent(blob -> session.routing(Bytes.wrap(blob)));
  }

  private static Node with(Node ib, List<Node> children) {
    NodeBuilder copy = Node.builder(ib.tag());
    ib.jidAttribute("from").ifPresent(from -> copy.attribute("from", from));
    return copy.children(children).build();
  }
}
