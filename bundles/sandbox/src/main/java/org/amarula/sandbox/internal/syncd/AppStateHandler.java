package org.amarula.sandbox.internal.syncd;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;
import org.amarula.sandbox.internal.wire.Ids;

/** {@code w:sync:app:state}: fetches and patches of app state (spec features.md 3.6, 3.8, 3.13). */
public final class AppStateHandler implements StanzaHandler {
  private static final int PAGE = 20;

  private final AppStateStore store;
  private final Post post;
  private final Ids ids;
  private final Clock clock;
  private final Ledger ledger;
  private final FaultBoard faults;

  /** Serves this store and tells other devices through this post. */
  public AppStateHandler(
      AppStateStore store, Post post, Ids ids, Clock clock, Ledger ledger, FaultBoard faults) {
    this.store = store;
    this.faults = faults;
    this.post = post;
    this.ids = ids;
    this.clock = clock;
    this.ledger = ledger;
    store.witness(this::announce);
  }

  @Override
  public void handle(Party from, Node iq) {
    NodeBuilder sync = Node.builder("sync");
    for (Node collection : iq.requireChild("sync").children("collection")) {
      sync.child(answer(from.device(), collection));
    }
    from.send(Answers.result(iq, sync.build()));
  }

  private Node answer(Device device, Node request) {
    String name = request.requireAttribute("name");
    if (!AppStateStore.isKnown(name)) {
      return error(name, 400, "bad-request", List.of());
    }
    Collected collection = store.of(device.account(), name);
    long version = request.numberAttribute("version").orElse(0);
    if (version > collection.version()) {
      return error(name, 400, "bad-request", List.of());
    }
    Optional<byte[]> patch = request.child("patch").flatMap(Node::contentAsBytes);
    return patch.isPresent()
        ? change(device, name, collection, version, patch.get())
        : fetch(device, name, collection, version, request.hasAttribute("return_snapshot", "true"));
  }

  private Node change(
      Device device, String name, Collected collection, long version, byte[] bytes) {
    Optional<String> flaw;
    SyncdPatch patch = SyncdPatch.getDefaultInstance();
    try {
      patch = SyncdPatch.parseFrom(bytes);
      flaw = AppStateStore.flaw(patch);
    } catch (InvalidProtocolBufferException e) {
      flaw = Optional.of("A patch does not parse.");
    }
    if (flaw.isPresent()) {
      ledger.violation(device.account().phone(), device.id(), "app-state-patch", flaw.get());
      return error(name, 400, "bad-request", List.of());
    }
    if (version != collection.version()) {
      return error(name, 409, "conflict", collection.since(version));
    }
    store.append(device, name, patch);
    return Node.builder("collection")
        .attribute("name", name)
        .attribute("version", collection.version())
        .build();
  }

  private Node fetch(
      Device device, String name, Collected collection, long version, boolean snapshot) {
    NodeBuilder answer = Node.builder("collection").attribute("name", name);
    long at = AppStateStore.snapshotVersion(collection);
    long from = version;
    if (snapshot && at > 0) {
      answer.child(store.snapshot(collection, at));
      from = at;
    }
    List<SyncdPatch> patches = collection.since(from);
    boolean more = patches.size() > PAGE;
    List<SyncdPatch> page = more ? patches.subList(0, PAGE) : patches;
    answer
        .attribute("version", from + page.size())
        .attribute("has_more_patches", more ? "true" : null);
    if (!page.isEmpty()) {
      answer.child(patches(onTheWay(device, page)));
    }
    return answer.build();
  }

  private List<SyncdPatch> onTheWay(Device device, List<SyncdPatch> patches) {
    Optional<Fault> bad = faults.take(FaultType.BAD_APP_STATE, device.facts());
    if (bad.isEmpty()) {
      return patches;
    }
    List<SyncdPatch> forged = new ArrayList<>(patches);
    int last = forged.size() - 1;
    forged.set(last, ForgedPatch.of(forged.get(last), bad.get().shape("part", "value")));
    return forged;
  }

  private static Node patches(List<SyncdPatch> patches) {
    return Node.builder("patches")
        .children(
            patches.stream()
                .map(patch -> Node.builder("patch").bytes(patch.toByteArray()).build())
                .toList())
        .build();
  }

  private static Node error(String name, int code, String text, List<SyncdPatch> missed) {
    NodeBuilder answer =
        Node.builder("collection")
            .attribute("name", name)
            .attribute("type", "error")
            .child(Node.builder("error").attribute("code", code).attribute("text", text).build());
    if (!missed.isEmpty()) {
      answer.child(patches(missed));
    }
    return answer.build();
  }

  private void announce(Device author, String name, SyncdPatch patch) {
    Node changed =
        Node.builder("collection")
            .attribute("name", name)
            .attribute("version", patch.getVersion().getVersion())
            .build();
    Node notice =
        Node.builder("notification")
            .attribute("from", Jid.SERVER)
            .attribute("id", ids.next())
            .attribute("type", "server_sync")
            .attribute("t", clock.instant().getEpochSecond())
            .child(changed)
            .build();
    author.account().devices().stream()
        .filter(device -> device != author && !device.isPhone())
        .forEach(device -> post.deliver(device, notice));
  }
}
