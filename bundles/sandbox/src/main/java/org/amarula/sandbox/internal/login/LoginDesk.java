package org.amarula.sandbox.internal.login;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.handshake.ClientPayload;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.pairing.PairingDesk;
import org.amarula.sandbox.internal.replay.Replay;
import org.amarula.sandbox.internal.wire.Gate;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;

/** Reads payloads and lets companions pair or log in (spec transport.md 3.6). On the lane. */
public final class LoginDesk implements Gate {
  /** Owns a connection that waits for an answer in vain. */
  private static final LinkOwner SILENT =
      new LinkOwner() {
        @Override
        public void received(Node node) {}

        @Override
        public void closed() {}
      };

  private final Directory directory;
  private final PairingDesk pairing;
  private final Reception reception;
  private final FaultBoard faults;
  private final Ledger ledger;
  private final WebVersion minimum;
  private final Set<Link> open = new HashSet<>();
  private final Map<Bytes, Link> byKey = new HashMap<>();
  private final Map<Link, Bytes> keys = new HashMap<>();
  private final Map<String, Replay> replays = new HashMap<>();
  private final Clock clock;

  /** Refuses clients below the minimum version. */
  public LoginDesk(
      Directory directory,
      PairingDesk pairing,
      Reception reception,
      FaultBoard faults,
      Ledger ledger,
      WebVersion minimum,
      Clock clock) {
    this.directory = directory;
    this.pairing = pairing;
    this.reception = reception;
    this.faults = faults;
    this.ledger = ledger;
    this.minimum = minimum;
    this.clock = clock;
  }

  /** Lets the next login of a client meet a replay, whatever its key is. */
  public void replay(Replay replay) {
    replays.put(replay.client(), replay);
  }

  /** Notes a new connection. */
  public void opened(Link link) {
    ledger.count(Tally.CONNECTED);
    open.add(link);
  }

  /** The connections that are open, whoever owns them. */
  public Set<Link> open() {
    return Set.copyOf(open);
  }

  @Override
  public Optional<LinkOwner> admit(Link link, byte[] payload) {
    try {
      return admit(link, ClientPayload.parseFrom(payload));
    } catch (InvalidProtocolBufferException e) {
      broke("client-payload", "The client payload does not parse.");
      return refuse(link, "400");
    }
  }

  private Optional<LinkOwner> admit(Link link, ClientPayload payload) {
    admitted(link);
    if (WebVersion.of(payload.getUserAgent().getAppVersion()).compareTo(minimum) < 0) {
      return refuse(link, "405");
    }
    return payload.hasDevicePairingData() ? register(link, payload) : login(link, payload);
  }

  private Optional<LinkOwner> register(Link link, ClientPayload payload) {
    Optional<Fault> failure = faults.take(FaultType.REGISTRATION_FAILURE);
    if (failure.isPresent()) {
      return refuse(link, failure.get());
    }
    Optional<String> rule = RegistrationCheck.brokenRule(payload);
    if (rule.isPresent()) {
      broke(rule.get(), "The registration is not acceptable.");
      return refuse(link, "400");
    }
    return Optional.of(
        pairing.begin(link, RegistrationCheck.registration(payload, link.clientStatic())));
  }

  private Optional<LinkOwner> login(Link link, ClientPayload payload) {
    String phone = Long.toUnsignedString(payload.getUsername());
    Optional<Fault> failure = faults.take(FaultType.LOGIN_FAILURE, Map.of("account", phone));
    if (failure.isPresent()) {
      return refuse(link, failure.get());
    }
    if (faults.take(FaultType.SILENT_LOGIN, Map.of("account", phone)).isPresent()) {
      link.goDeaf();
      return Optional.of(SILENT);
    }
    Replay replay = replays.remove(phone + ":" + payload.getDevice());
    if (replay != null) {
      link.label(replay.client());
      return Optional.of(replay.begin(link));
    }
    Optional<Device> device =
        directory
            .find(phone)
            .flatMap(account -> account.device(payload.getDevice()))
            .filter(known -> !known.isPhone())
            .filter(known -> known.noiseKey().equals(Bytes.wrap(link.clientStatic())));
    if (device.isEmpty()) {
      return refuse(link, "401");
    }
    ledger.count(Tally.LOGINS);
    link.label(device.get().name());
    checkRouting(link, device.get());
    link.send(success(device.get()));
    link.send(edgeRouting(device.get()));
    return Optional.of(reception.welcome(link, device.get()));
  }

  private void checkRouting(Link link, Device device) {
    Optional<byte[]> sent = link.routingInfo();
    if (sent.isPresent() && !Bytes.wrap(sent.get()).equals(routing(device))) {
      ledger.violation(
          device.account().phone(), device.id(), "routing-info", "It was never given out.");
    }
  }

  private Node success(Device device) {
    Account account = device.account();
    return Node.builder("success")
        .attribute("t", clock.instant().getEpochSecond())
        .attribute("lid", device.jid(Jid.LID))
        .attribute("display_name", account.name())
        .attribute("props", "sandbox1")
        .attribute("location", "sbx")
        .build();
  }

  private static Node edgeRouting(Device device) {
    Node info = Node.builder("routing_info").bytes(routing(device).toArray()).build();
    return Node.builder("ib").child(Node.builder("edge_routing").child(info).build()).build();
  }

  private static Bytes routing(Device device) {
    return Bytes.utf8("edge-" + device.account().lid() + "-" + device.id());
  }

  private Optional<LinkOwner> refuse(Link link, String reason) {
    return refuse(link, Map.of("reason", reason));
  }

  private Optional<LinkOwner> refuse(Link link, Fault fault) {
    Map<String, String> attributes = new TreeMap<>(Map.of("reason", "503"));
    attributes.putAll(fault.fields());
    fault.type().matches().forEach(attributes::remove);
    return refuse(link, attributes);
  }

  private Optional<LinkOwner> refuse(Link link, Map<String, String> attributes) {
    ledger.count(Tally.REFUSED_LOGINS);
    NodeBuilder failure = Node.builder("failure");
    attributes.forEach(failure::attribute);
    if (!attributes.containsKey("location")) {
      failure.attribute("location", "sbx");
    }
    link.send(failure.build());
    return Optional.empty();
  }

  /**
   * Notes two connections of one companion at the same time: no client may have them. That the end
   * of the first one was not noticed yet is no proof, for the network may be slow to tell it; that
   * it answers now is one.
   */
  private void admitted(Link link) {
    Bytes key = Bytes.wrap(link.clientStatic());
    keys.put(link, key);
    Link before = byKey.put(key, link);
    if (before != null && before.notices()) {
      before.probe(() -> ledger.count(Tally.OVERLAPS));
    }
  }

  @Override
  public void broke(String rule, String detail) {
    ledger.violation("", 0, rule, detail);
  }

  @Override
  public void closed(Link link) {
    open.remove(link);
    Bytes key = keys.remove(link);
    if (key != null) {
      byKey.remove(key, link);
    }
  }
}
