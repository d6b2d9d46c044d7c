package org.amarula.sandbox.internal.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.codec.UnexpectedNodeException;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;

/**
 * A logged-in companion. Passive until it says {@code active}, then it is told what waits and gets
 * it in one go (spec transport.md 9.8). Lives as long as its connection; confined to the lane.
 */
public final class Session implements LinkOwner, Party {
  private enum Flow {
    PASSIVE,
    PREVIEWED,
    LIVE
  }

  private final Link link;
  private final Device device;
  private final Post post;
  private final Map<String, StanzaHandler> handlers;
  private final Ledger ledger;
  private final RateLimit limit;
  private final Set<String> ids = new RecentIds();
  private Flow flow = Flow.PASSIVE;
  private boolean available;

  /** A session that is not entered yet. */
  public Session(
      Link link,
      Device device,
      Post post,
      Map<String, StanzaHandler> handlers,
      Ledger ledger,
      RateLimit limit) {
    this.link = link;
    this.device = device;
    this.post = post;
    this.handlers = handlers;
    this.ledger = ledger;
    this.limit = limit;
  }

  @Override
  public Device device() {
    return device;
  }

  /** The connection below. */
  public Link link() {
    return link;
  }

  @Override
  public void received(Node node) {
    checkId(node);
    if ((node.is("iq") || node.is("message")) && limit.exceeded(device)) {
      ledger.count(Tally.RATE_LIMITED);
      send(node.is("iq") ? Answers.error(node, 429, "rate-overlimit") : Answers.nack(node, 429));
      return;
    }
    StanzaHandler handler = handlers.get(node.tag());
    if (handler == null) {
      violation("unknown-stanza", "The stanza " + node + " is unknown.");
      return;
    }
    try {
      handler.handle(this, node);
    } catch (UnexpectedNodeException e) {
      violation("malformed-stanza", e.getMessage());
      if (node.is("iq")) {
        send(Answers.error(node, 400, "bad-request"));
      } else if (node.is("message")) {
        send(Answers.nack(node, 479));
      }
    }
  }

  /** Within one connection an id names one request or one new message (spec transport.md 6.1). */
  private void checkId(Node node) {
    boolean request = node.is("iq") && !node.hasAttribute("type", "result");
    boolean message =
        node.is("message")
            && node.attribute("participant").isEmpty()
            && !node.hasAttribute("device_fanout", "false");
    Optional<String> id = node.attribute("id");
    if (request && id.isEmpty()) {
      violation("request-id", "A request has no id.");
    }
    if ((request || message) && id.isPresent() && !ids.add(node.tag() + " " + id.get())) {
      violation("id-reused", "An id of this connection is used again.");
    }
  }

  private void violation(String rule, String detail) {
    ledger.violation(device.account().phone(), device.id(), rule, detail);
  }

  @Override
  public void closed() {
    post.leave(this);
  }

  @Override
  public void send(Node node) {
    if (node.is("ack") && node.attribute("error").isPresent()) {
      node.attribute("id").ifPresent(id -> ids.remove("message " + id)); // it may come again
    }
    link.send(node);
  }

  @Override
  public void end(Node last) {
    send(last);
    link.close();
  }

  boolean isLive() {
    return flow == Flow.LIVE;
  }

  /** Whether the client announced itself as available. */
  public boolean isAvailable() {
    return available;
  }

  /** Notes the client's presence. */
  public void available(boolean now) {
    available = now;
  }

  /**
   * Leaves the passive state.
   *
   * @return whether something waits, so that the client must ask for it
   */
  public boolean activate() {
    if (flow != Flow.PASSIVE) {
      return false;
    }
    List<Parcel> waiting = post.waiting(device);
    if (waiting.isEmpty()) {
      flow = Flow.LIVE;
      send(offline(0)); // interop.md, baileys 3: also when nothing was queued
      post.live(this);
      return false;
    }
    flow = Flow.PREVIEWED;
    send(Node.builder("ib").child(preview(waiting)).build());
    return true;
  }

  /** Becomes passive again: new stanzas wait. */
  public void passivate() {
    flow = Flow.PASSIVE;
  }

  /** Sends all that waits, and its end. */
  public void flush() {
    if (flow != Flow.PREVIEWED) {
      return;
    }
    List<Parcel> waiting = post.waiting(device);
    for (int i = 0; i < waiting.size(); i++) {
      post.emitQueued(this, waiting.get(i), i);
    }
    flow = Flow.LIVE;
    send(offline(waiting.size()));
    post.live(this);
  }

  private static Node preview(List<Parcel> waiting) {
    return Node.builder("offline_preview")
        .attribute("count", waiting.size())
        .attribute("message", count(waiting, "message"))
        .attribute("receipt", count(waiting, "receipt"))
        .attribute("notification", count(waiting, "notification"))
        .attribute("appdata", 0)
        .build();
  }

  private static long count(List<Parcel> waiting, String tag) {
    return waiting.stream().filter(parcel -> parcel.stanza().is(tag)).count();
  }

  private static Node offline(int count) {
    return Node.builder("ib")
        .child(Node.builder("offline").attribute("count", count).build())
        .build();
  }
}
