package org.amarula.messaging.internal.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.messaging.internal.MessengerComponent;
import org.amarula.messaging.internal.account.StoredAccounts;
import org.amarula.messaging.internal.server.Endpoint;

/** A device: a disk, one process after the other, and a consumer that forgets nothing. */
final class ModelDevice implements Endpoint {
  /** How often a device asks for one message, spec/signal.md 7.6. */
  static final int RETRIES = 4;

  private static final int REMEMBERED = 20;

  private final World world;
  private final String name;
  private final Jid pn;
  private final Jid lid;
  private final ProfileStorage disk;
  private final MessengerComponent factory;
  private final StoredAccounts accounts;
  private final Deque<Node> given = new ArrayDeque<>();
  private Credentials credentials;
  private ModelProcess process; // null while there is none

  private ModelDevice(World world, String user, int id) {
    this.world = world;
    this.name = user + "." + id;
    this.pn = Jid.of(user, Jid.PN).withDevice(id);
    this.lid = Jid.of("9" + user, Jid.LID).withDevice(id);
    this.disk = world.disks().open(Profile.of("p" + user + "-" + id));
    this.factory = new MessengerComponent(world.signal(), world.keys());
    this.accounts = new StoredAccounts(disk, world.keys(), world.server().clock());
  }

  /** A device that has never been linked. */
  static ModelDevice fresh(World world, String user, int id) {
    ModelDevice device = new ModelDevice(world, user, id);
    device.credentials = device.accounts.create().toCompletableFuture().join();
    return device;
  }

  /** A device that the server knows, with all its pre-keys; the phone must be there before. */
  static ModelDevice grown(World world, String user, int id) {
    Nursery.Grown grown = Nursery.device(user, id);
    ModelDevice device = new ModelDevice(world, user, id);
    grown.copyTo(device.disk);
    device.credentials = device.accounts.load().orElseThrow();
    world.server().add(device);
    world.server().query(device, grown.upload());
    return device;
  }

  @Override
  public void paired(Bytes signedIdentity, Bytes accountKey) {
    credentials =
        credentials
            .withLink(new Credentials.Link(pn, lid, signedIdentity, accountKey, "android", ""))
            .withPushName("Name of " + pn.user());
    accounts.savePaired(credentials).toCompletableFuture().join();
  }

  /** A process begins, and logs in. */
  void start() {
    process = new ModelProcess(world, this);
    process.child().login();
  }

  /** The process dies. */
  void die() {
    if (process != null) {
      world.note(this + " dies");
      world.figures().count(Figures.Of.CRASHES);
      process.kill();
      process = null;
    }
  }

  boolean isUp() {
    return process != null;
  }

  boolean isConnected() {
    return isUp() && process.child().isConnected();
  }

  ModelProcess process() {
    return process;
  }

  /** Sends a text; its outcome is the judge's to see. */
  void send(Jid to, String text, SendOptions options) {
    ModelProcess asked = process;
    ModelChild child = asked.child();
    var outcome = child.messenger().send(to, new Text(text), options).toCompletableFuture();
    BooleanSupplier waits = options.isDurable() ? asked::isAlive : child::isAlive;
    world.judge().sent(new ModelSend(this, to, text, waits, outcome));
  }

  @Override
  public void arrive(Node stanza) {
    given.add(stanza);
    if (given.size() > REMEMBERED) {
      given.remove();
    }
    if (isConnected()) {
      process.child().stream().arrive(stanza);
    }
  }

  /** The server gives one of the last stanzas again, be it answered or not. */
  void repeat() {
    if (isConnected() && !given.isEmpty()) {
      Node again = List.copyOf(given).get(world.chance().nextInt(given.size()));
      world.note(this + " is given again " + again.attribute("id").orElse(""));
      world.figures().count(Figures.Of.DUPLICATED);
      process.child().stream().arrive(again);
    }
  }

  /** The server gives what is not answered to a stream that is new. */
  void backlog(ModelStream stream) {
    for (Node stanza : world.server().unanswered(this)) {
      stream.arrive(stanza.is("message") ? stanza.withAttribute("offline", "1") : stanza);
    }
  }

  void onStanza(ModelStream stream, Node stanza) {
    if (process.child().stream() == stream) {
      process.child().messenger().onStanza(stanza);
    }
  }

  void hear(Event event) {
    if (event instanceof MessageUnreadable unreadable) {
      world.judge().unreadable(this, unreadable);
    } else {
      world.note(this + " hears " + event);
    }
    if (event instanceof OutboxSettled settled) {
      world.judge().settled(this, settled);
    }
  }

  /** The rows of a table vanish from the disk. */
  void forget(Namespace table) {
    Batch.Builder batch = Batch.builder();
    disk.scan(table, "", "", 10_000).keySet().forEach(key -> batch.delete(table, key));
    Batch built = batch.build();
    if (!built.isEmpty()) {
      disk.commit(built).toCompletableFuture().join();
    }
  }

  /** Its account's number. */
  Jid account() {
    return pn.toUser();
  }

  ProfileStorage disk() {
    return disk;
  }

  MessengerComponent factory() {
    return factory;
  }

  @Override
  public Jid pn() {
    return pn;
  }

  @Override
  public Jid lid() {
    return lid;
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public String toString() {
    return name;
  }
}
