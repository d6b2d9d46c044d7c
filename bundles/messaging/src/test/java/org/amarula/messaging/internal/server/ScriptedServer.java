package org.amarula.messaging.internal.server;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.internal.device.Phash;
import org.amarula.storage.MemoryStorage;

/**
 * A chat server in memory: keys, device lists and the routing of messages and receipts, with hooks
 * to misbehave. Stanzas stay queued until they are answered.
 */
public final class ScriptedServer {
  private final ScriptedFiles files = new ScriptedFiles();
  private final Steps steps = new Steps();
  private final SecureRandom random;
  private final MemoryStorage memory = new MemoryStorage();
  private final TestClock clock = new TestClock();
  private final Map<String, ServerAccount> accounts = new LinkedHashMap<>();
  private final List<Node> messages = new ArrayList<>();
  private final List<Node> delivered = new ArrayList<>();
  private UnaryOperator<Node> bundles = UnaryOperator.identity();
  private BiFunction<Jid, Node, Node> deliveries = (to, message) -> message;
  private final List<Map.Entry<Endpoint, Node>> queries = new ArrayList<>();
  private Predicate<Node> refused = iq -> false;
  private boolean holds;
  private boolean hidesLids;
  private boolean locks = true;
  private final ScriptedGroups groups = new ScriptedGroups(this);
  private int usyncs;
  private int uploadsToFail;

  /** A server whose keys are those of chance. */
  public ScriptedServer() {
    this(new SecureRandom());
  }

  /** A server that takes what it needs of chance from here. */
  public ScriptedServer(SecureRandom random) {
    this.random = random;
  }

  /** The threads of the tests. */
  public Steps steps() {
    return steps;
  }

  /** The time of the tests. */
  public TestClock clock() {
    return clock;
  }

  /** A started device; device 0, the phone, must be the first of its account. */
  public TestDevice device(String user, int id) {
    ServerAccount account = account(user);
    TestDevice device =
        new TestDevice(this, memory, account.pn.withDevice(id), account.lid.withDevice(id));
    add(device);
    return device.start();
  }

  /** Takes a device and has it vouched for; the phone must be the first of its account. */
  public void add(Endpoint device) {
    account(device.pn().user()).add(device, random);
  }

  private ServerAccount account(String user) {
    return accounts.computeIfAbsent(
        user, name -> new ServerAccount(Jid.of(name, Jid.PN), Jid.of("9" + name, Jid.LID)));
  }

  /** Changes every {@code <user>} of a bundle that is handed out. */
  public void changeBundles(UnaryOperator<Node> change) {
    bundles = change;
  }

  /** Changes every message before it is queued. */
  public void changeDeliveries(UnaryOperator<Node> change) {
    deliveries = (to, message) -> change.apply(message);
  }

  /** Changes every message before it is queued for a device. */
  public void changeDeliveries(BiFunction<Jid, Node, Node> change) {
    deliveries = change;
  }

  /** Lets the custodians of devices that start from now on keep nobody out: a planted fault. */
  public void removeLock() {
    locks = false;
  }

  Custodians custodians() {
    return locks ? new Turns(steps::executeLoose) : new Unlocked(steps::executeLoose);
  }

  /** Whether messages stay queued instead of being delivered at once. */
  public void hold(boolean on) {
    holds = on;
  }

  /** Refuses the answers to so many uploads of keys, after having taken the keys. */
  public void failUploads(int count) {
    uploadsToFail = count;
  }

  /** Tells no hidden id from now on, or again. */
  public void hideLids(boolean on) {
    hidesLids = on;
  }

  /** Refuses queries like these from now on. */
  public void refuse(Predicate<Node> which) {
    refused = which;
  }

  /** The queries of a device. */
  public List<Node> queries(Endpoint device) {
    return queries.stream()
        .filter(query -> query.getKey() == device)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The files beside it. */
  public ScriptedFiles files() {
    return files;
  }

  /** How many device queries came. */
  public int usyncs() {
    return usyncs;
  }

  /** The messages that came, as they were sent. */
  public List<Node> messages() {
    return messages;
  }

  /** The keys of a device as the server has them. */
  public DeviceKeys keys(Endpoint device) {
    return account(device.pn()).keys.get(device.pn().device());
  }

  /** Answers a query. */
  public Node query(Endpoint device, Node iq) {
    queries.add(Map.entry(device, iq));
    if (refused.test(iq)) {
      throw new RequestRejectedException(503, "service-unavailable");
    }
    Optional<String> namespace = iq.attribute("xmlns");
    switch (namespace.orElse("")) {
      case "usync":
        usyncs++;
        return usync(iq);
      case "encrypt":
        return encrypt(device, iq);
      case "w:g2":
        return groups.query(device, iq);
      case "w:m":
        return result().child(files.hosts()).build();
      default:
        return result().build();
    }
  }

  private Node encrypt(Endpoint device, Node iq) {
    DeviceKeys keys = keys(device);
    if (iq.child("count").isPresent()) {
      return result().child(Node.builder("count").attribute("value", keys.left()).build()).build();
    }
    if (iq.child("digest").isPresent()) {
      return keys.isEmpty() ? result().build() : result().child(Node.of("digest")).build();
    }
    if (iq.child("key").isPresent()) {
      return result().child(bundles(iq.requireChild("key"))).build();
    }
    if (iq.child("rotate").isPresent()) {
      keys.rotate(iq.requireChild("rotate").requireChild("skey"));
    } else {
      keys.upload(iq);
    }
    if (uploadsToFail > 0) {
      uploadsToFail--;
      throw new RequestRejectedException(500, "internal-server-error");
    }
    return result().build();
  }

  private Node bundles(Node key) {
    NodeBuilder list = Node.builder("list");
    for (Node user : key.children("user")) {
      Jid jid = user.requireJidAttribute("jid");
      DeviceKeys keys = account(jid).keys.get(jid.device());
      list.child(bundles.apply(keys.bundle(jid)));
    }
    return list.build();
  }

  private Node usync(Node iq) {
    NodeBuilder list = Node.builder("list");
    for (Node user : iq.requireChild("usync").requireChild("list").children("user")) {
      Jid jid = user.requireJidAttribute("jid");
      ServerAccount account = accounts.get(name(jid));
      if (account == null) {
        continue;
      }
      NodeBuilder devices = Node.builder("device-list");
      for (int id : account.devices.keySet()) {
        NodeBuilder device = Node.builder("device").attribute("id", id);
        devices.child(id == 0 ? device.build() : device.attribute("key-index", id).build());
      }
      NodeBuilder found =
          Node.builder("user")
              .attribute("jid", jid)
              .child(Node.builder("devices").child(devices.build()).build());
      if (!hidesLids) {
        found.child(Node.builder("lid").attribute("val", account.lid).build());
      }
      list.child(found.build());
    }
    Node usync = Node.builder("usync").child(Node.of("result")).child(list.build()).build();
    return result().child(usync).build();
  }

  /** Routes a message to the devices that it names. */
  public Node message(Endpoint from, Node message) {
    messages.add(message);
    Jid to = message.requireJidAttribute("to");
    if (to.isGroup() || to.isBroadcast()) {
      return groups.route(from, message);
    }
    boolean byLid = to.isLid();
    NodeBuilder ack =
        Node.builder("ack")
            .attribute("class", "message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", to)
            .attribute("t", clock.instant().getEpochSecond());
    if (message.child("participants").isEmpty()) {
      Jid chat = message.jidAttribute("recipient").orElse(to); // of an answer to an own device
      deliver(from, to, message, message.requireChild("enc"), byLid, chat);
      return ack.build();
    }
    for (Node target : message.requireChild("participants").children("to")) {
      Jid jid = target.requireJidAttribute("jid");
      deliver(from, jid, message, target.requireChild("enc"), byLid, to.toUser());
    }
    return ack.attribute("phash", phash(from, to, byLid)).build();
  }

  private String phash(Endpoint from, Jid to, boolean byLid) {
    List<Jid> all = new ArrayList<>();
    for (ServerAccount account : List.of(account(from.pn()), account(to))) {
      Jid user = byLid ? account.lid : account.pn;
      account.devices.keySet().stream()
          .map(user::withDevice)
          .filter(device -> !all.contains(device))
          .forEach(all::add);
    }
    return Phash.of(all);
  }

  private void deliver(Endpoint from, Jid to, Node message, Node enc, boolean byLid, Jid chat) {
    NodeBuilder delivery =
        Node.builder("message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", byLid ? from.lid() : from.pn())
            .attribute("t", clock.instant().getEpochSecond())
            .attribute("type", "text")
            .attribute("notify", "Name of " + from.pn().user());
    if (account(to) == account(from.pn())) {
      delivery.attribute("recipient", chat);
      delivery.attributeIfPresent(
          "peer_recipient_pn",
          message.jidAttribute("peer_recipient_pn").filter(number -> !hidesLids));
    } else if (!hidesLids) {
      delivery.attribute(
          byLid ? "sender_pn" : "sender_lid", (byLid ? from.pn() : from.lid()).toUser());
    }
    delivery.child(enc);
    message.child("device-identity").ifPresent(delivery::child);
    deliver(to, delivery.build());
  }

  /** Queues a message as the test wants it to arrive. */
  void deliver(Jid to, Node message) {
    Node built = deliveries.apply(to, message);
    delivered.add(built);
    queue(to, built);
  }

  /** The groups. */
  public ScriptedGroups groups() {
    return groups;
  }

  /** All devices of a user. */
  public List<Endpoint> devices(Jid user) {
    return List.copyOf(account(user).devices.values());
  }

  /** A device goes: its account is told nothing, its contacts ask again. */
  public void unlink(Endpoint device) {
    account(device.pn()).devices.remove(device.pn().device());
  }

  /** Puts a stanza into the queue of a device, and gives it to the device unless held. */
  public void queue(Jid to, Node stanza) {
    account(to).queues.get(to.device()).add(stanza);
    Endpoint device = account(to).devices.get(to.device());
    if (!holds && device != null) {
      device.arrive(stanza);
    }
  }

  /** Gives a device all that it has not answered. */
  void flush(Endpoint device) {
    unanswered(device).forEach(device::arrive);
  }

  /** Gives a device again what it has not answered. */
  public void redeliver(Endpoint device) {
    flush(device);
    steps.run();
  }

  /** The messages that were queued for devices, as they came. */
  public List<Node> delivered() {
    return delivered;
  }

  /** The stanzas that a device has not answered. */
  public List<Node> unanswered(Endpoint device) {
    return List.copyOf(account(device.pn()).queues.get(device.pn().device()));
  }

  /** Takes an answer of a device; its receipts go on to the author. */
  public void answer(Endpoint device, Node node) {
    String id = node.attribute("id").orElse("");
    List<Node> queue = account(device.pn()).queues.get(device.pn().device());
    if (node.is("ack")) {
      ServerAccount.find(queue, node.requireAttribute("class"), node).ifPresent(queue::remove);
      return;
    }
    if (!node.is("receipt")) {
      return;
    }
    boolean retry = node.hasAttribute("type", "retry");
    Optional<Node> answered = ServerAccount.find(queue, "message", node);
    if (!retry) {
      answered.ifPresent(queue::remove);
    }
    if (answered.isEmpty() || node.hasAttribute("type", "sender")) {
      return;
    }
    Jid to = node.requireJidAttribute("to");
    boolean inGroup = to.isGroup() || to.isBroadcast();
    Jid author = inGroup ? node.requireJidAttribute("participant") : to;
    Jid reader = author.isLid() ? device.lid() : device.pn();
    NodeBuilder receipt =
        Node.builder("receipt")
            .attribute("id", id)
            .attribute("from", inGroup ? to : reader)
            .attributeIfPresent("type", node.attribute("type"))
            .attributeIfPresent("recipient", node.jidAttribute("recipient"));
    if (inGroup) {
      receipt.attribute("participant", reader);
    }
    node.children().forEach(receipt::child);
    queue(author, receipt.build());
  }

  private ServerAccount account(Jid jid) {
    ServerAccount account = accounts.get(name(jid));
    if (account == null) {
      throw new AssertionError("No account " + jid);
    }
    return account;
  }

  private static String name(Jid jid) {
    return jid.isLid() ? jid.user().substring(1) : jid.user();
  }

  static NodeBuilder result() {
    return Node.builder("iq").attribute("type", "result").attribute("from", Jid.SERVER);
  }
}
