package org.amarula.benchmarks.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;
import org.amarula.connection.NodeStream;

/**
 * A stream to a server in memory, which knows some groups and everybody's keys: each user has a
 * phone and nothing else, and we this device alone. What is sent is encoded as for the wire, and
 * then acknowledged.
 */
final class ServerStream implements NodeStream {
  private static final String ENOUGH_KEYS = "812";

  private final NodeCodec codec = NodeCodecs.standard();
  private final Jid own;
  private final Peers peers;
  private final Executor lane;
  private final Map<Jid, List<Jid>> groups = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger recipients = new AtomicInteger();

  ServerStream(Jid own, Peers peers, Executor lane) {
    this.own = own;
    this.peers = peers;
    this.lane = lane;
  }

  /** Makes a group known. */
  void group(Jid group, List<Jid> members) {
    groups.put(group, members);
  }

  /** For how many devices the last message carried a ciphertext of their own. */
  int recipients() {
    return recipients.get();
  }

  @Override
  public String nextId() {
    return "1.1-" + ids.incrementAndGet();
  }

  @Override
  public CompletionStage<Node> query(Node iq) {
    codec.encode(iq);
    return CompletableFuture.supplyAsync(() -> answer(iq), lane);
  }

  private Node answer(Node iq) {
    NodeBuilder result =
        Node.builder("iq").attribute("type", "result").attribute("from", Jid.SERVER);
    switch (iq.attribute("xmlns").orElse("")) {
      case "usync" -> result.child(devices(iq));
      case "w:g2" -> result.child(group(iq.requireJidAttribute("to")));
      case "encrypt" ->
          result.child(
              iq.child("key")
                  .map(this::bundles)
                  .orElseGet(() -> Node.builder("count").attribute("value", ENOUGH_KEYS).build()));
      default -> {}
    }
    return result.build();
  }

  private Node devices(Node iq) {
    NodeBuilder found = Node.builder("list");
    for (Node user : iq.requireChild("usync").requireChild("list").children("user")) {
      Jid jid = user.requireJidAttribute("jid");
      int id = jid.user().equals(own.user()) ? own.device() : 0;
      Node device = Node.builder("device").attribute("id", id).build();
      Node list = Node.builder("device-list").child(device).build();
      found.child(
          Node.builder("user")
              .attribute("jid", jid)
              .child(Node.builder("devices").child(list).build())
              .build());
    }
    return Node.builder("usync").child(found.build()).build();
  }

  private Node bundles(Node key) {
    NodeBuilder list = Node.builder("list");
    key.children("user").forEach(user -> list.child(peers.bundle(user.requireJidAttribute("jid"))));
    return list.build();
  }

  private Node group(Jid group) {
    NodeBuilder node =
        Node.builder("group").attribute("id", group.user()).attribute("addressing_mode", Jid.LID);
    groups
        .get(group)
        .forEach(
            member -> node.child(Node.builder("participant").attribute("jid", member).build()));
    return node.build();
  }

  @Override
  public CompletionStage<Node> sendForAck(Node message, Duration timeout) {
    codec.encode(message);
    recipients.set(message.child("participants").map(node -> node.children().size()).orElse(0));
    Node ack =
        Node.builder("ack")
            .attribute("class", "message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", message.requireJidAttribute("to"))
            .attribute("t", Instant.now().getEpochSecond())
            .build();
    return CompletableFuture.supplyAsync(() -> ack, lane);
  }

  @Override
  public CompletionStage<Void> send(Node node) {
    codec.encode(node);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<Instant> lastReceived() {
    return Optional.empty();
  }

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }

  @Override
  public void hold(boolean on) {} // what comes in does not come by this stream

  @Override
  public void close(DisconnectReason reason) {
    throw new IllegalStateException("The messenger gave up: " + reason);
  }
}
