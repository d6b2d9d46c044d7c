package org.amarula.sandbox.internal.server;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.groups.GroupDesk;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.iq.DirtyBits;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.ledger.Journal;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.login.LoginDesk;
import org.amarula.sandbox.internal.login.WebVersion;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.pairing.PairingDesk;
import org.amarula.sandbox.internal.pairing.TypedCode;
import org.amarula.sandbox.internal.phone.PhoneTools;
import org.amarula.sandbox.internal.phone.Phones;
import org.amarula.sandbox.internal.record.Recorder;
import org.amarula.sandbox.internal.replay.Replay;
import org.amarula.sandbox.internal.routing.Notices;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.RateLimit;
import org.amarula.sandbox.internal.routing.Session;
import org.amarula.sandbox.internal.routing.StanzaHandler;
import org.amarula.sandbox.internal.routing.StreamErrors;
import org.amarula.sandbox.internal.routing.Unlinking;
import org.amarula.sandbox.internal.syncd.AppStateStore;
import org.amarula.sandbox.internal.wire.Ids;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;
import org.amarula.sandbox.internal.wire.ServerIdentity;
import org.amarula.sandbox.internal.wire.Socket;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.report.AppStateChange;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.SandboxStats;
import org.amarula.sandbox.report.Scan;
import org.amarula.sandbox.report.Violation;
import org.amarula.sandbox.tape.ReplayResult;
import org.amarula.sandbox.tape.Tape;

/**
 * A chat server with its accounts and phones, without sockets. Its methods may be called by any
 * thread: they run on the lane, which owns all state. Ends with {@link #close()}.
 */
public final class ChatServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final NodeCodec codec = NodeCodecs.standard();
  private final FaultBoard faults = new FaultBoard();
  private final Ids ids = new Ids();
  private final Lane lane;
  private final ServerIdentity identity;
  private final Journal journal;
  private final Ledger ledger;
  private final Phones phones;
  private final Directory directory;
  private final Post post;
  private final Recorder recorder;
  private final RateLimit limit;
  private long links; // on the lane
  private final DirtyBits dirt;
  private final MediaStore media;
  private volatile String mediaHost = "";
  private final GroupControl groups;
  private final PhoneControl phoneControl;
  private final Unlinking unlinking;
  private final LiveFaults liveFaults;
  private final Map<String, StanzaHandler> handlers;
  private final PairingDesk pairing;
  private final WebVersion minimumVersion;
  private final LoginDesk login;

  /** A server without accounts. */
  public ChatServer(ServerSettings settings) {
    journal = Journal.of(settings.ledger());
    Clock clock = settings.clock();
    minimumVersion = settings.minimumVersion();
    SecureRandom random = settings.random();
    lane =
        settings.timer() == null
            ? new Lane("amarula-sandbox")
            : new Lane("amarula-sandbox", settings.timer());
    identity = new ServerIdentity(random);
    ledger = new Ledger(clock, journal);
    recorder = new Recorder(clock, settings.transcript(), settings.tape());
    ledger.listen(broken -> recorder.note(name(broken), "broke " + broken.rule()));
    limit = new RateLimit(clock);
    ServerNetwork network = new ServerNetwork();
    media = new MediaStore(random);
    AppStateStore states = new AppStateStore(media, random);
    phones = new Phones(new PhoneTools(network, media, states, faults, ledger, clock, random));
    directory = new Directory(random, phones::equip);
    post = new Post(lane, clock, ledger, phones, faults);
    post.onLive(session -> phones.live(session.device()));
    GroupDesk desk = new GroupDesk(directory, new Groups(random), post, ids, clock);
    groups = new GroupControl(lane, directory, desk);
    phoneControl = new PhoneControl(lane, directory, groups, phones);
    Notices notices = new Notices(post, ids, clock, desk::acquaintances, phones::restock);
    dirt = new DirtyBits(clock);
    unlinking = new Unlinking(post, notices);
    liveFaults = new LiveFaults(faults, notices);
    Handlers made =
        new Handlers(
            directory,
            desk,
            post,
            notices,
            unlinking,
            faults,
            ledger,
            ids,
            lane,
            clock,
            media,
            this::mediaHost,
            dirt,
            states,
            random);
    handlers = made.byTag();
    network.connect(handlers, desk.groups(), post, notices);
    pairing = new PairingDesk(directory, faults, ledger, ids, lane, clock, random, notices::added);
    login =
        new LoginDesk(
            directory, pairing, this::welcome, faults, ledger, settings.minimumVersion(), clock);
  }

  /** The oldest client version let in; it is published as the newest. */
  public WebVersion minimumVersion() {
    return minimumVersion;
  }

  /** The lane that owns the state. */
  public Lane lane() {
    return lane;
  }

  /** The armed faults; may be asked by any thread. */
  public FaultBoard faults() {
    return faults;
  }

  /** The only trust anchor of clients, 32 bytes. */
  public byte[] rootPublicKey() {
    return identity.rootPublicKey();
  }

  /** Starts a connection on a new socket. On the lane. */
  public Link connect(Socket socket) {
    Link link =
        new Link(
            socket,
            codec,
            identity.responder(faults.take(FaultType.BAD_CERTIFICATE)),
            faults,
            login,
            recorder,
            "link-" + ++links);
    login.opened(link);
    return link;
  }

  private static String name(Violation broken) {
    return broken.account() + ":" + broken.device();
  }

  private LinkOwner welcome(Link link, Device device) {
    Session session = new Session(link, device, post, handlers, ledger, limit);
    post.enter(session)
        .ifPresent(
            old -> {
              ledger.count(Tally.REPLACED);
              old.end(StreamErrors.replaced());
            });
    dirt.greet(session);
    lane.execute(() -> liveFaults.hit(session));
    return session;
  }

  /** Scans a QR code; an empty phone number takes the next free one. */
  public Scan scan(String qr, String phone, String name) {
    return lane.call(() -> pairing.scan(qr, phone, name));
  }

  /** Types a link code on the phone with this number. */
  public void enterCode(String phone, String code, String name) {
    LinkCode typed = LinkCode.parse(code);
    TypedCode waiting = ask(() -> pairing.waiting(phone, name));
    waiting.derive(typed); // slow on purpose, hence not on the lane
    run(() -> pairing.greet(waiting));
  }

  /**
   * Sends a text from the phone of one account to another, to a group, or to status, and tells the
   * message id.
   */
  public String send(String from, String to, String text) {
    return phoneControl.send(from, to, new PhoneContent.Text(text));
  }

  /** Phones, as programs see them. */
  public PhoneControl phones() {
    return phoneControl;
  }

  /** The files that clients and phones exchange. */
  public MediaStore media() {
    return media;
  }

  private String mediaHost() {
    return mediaHost;
  }

  /** Tells where media is served, host and port. */
  public void mediaHost(String hostAndPort) {
    mediaHost = hostAndPort;
  }

  /** Notes a rule that somebody broke who is not known. */
  public void broke(String rule, String detail) {
    lane.execute(() -> ledger.violation("", 0, rule, detail));
  }

  /** Groups, as programs see them. */
  public GroupControl groups() {
    return groups;
  }

  /** Whether phones hand new companions the app state key and the history. */
  public void greeting(boolean wanted) {
    run(() -> phones.greeting(wanted));
  }

  /** Whether the first chunk of a phone's history is inside its notification. */
  public void inlineHistory(boolean wanted) {
    run(() -> phones.inlineHistory(wanted));
  }

  /** What changed in the app state of an account, as its phone read it. */
  public List<AppStateChange> appState(String phone) {
    return lane.call(() -> directory.find(phone).map(phones::changes).orElse(List.of()));
  }

  /** Marks data of an account as dirty until each of its companions cleaned it. */
  public void dirty(String phone, String type) {
    run(
        () ->
            directory
                .find(phone)
                .ifPresent(account -> account.devices().forEach(d -> dirty(d, type))));
  }

  private void dirty(Device device, String type) {
    if (!device.isPhone()) {
      dirt.mark(device, type);
      post.session(device).ifPresent(dirt::greet);
    }
  }

  /** What reached the phone of an account; nothing when there is no such account. */
  public List<ReceivedMessage> received(String phone) {
    return lane.call(() -> directory.find(phone).map(phones::received).orElse(List.of()));
  }

  /** Unlinks a companion as its phone would; false when there is none. */
  public boolean unlink(String phone, int device) {
    return lane.call(
        () -> {
          var found =
              directory.device(Jid.of(phone, device, Jid.PN)).filter(known -> !known.isPhone());
          found.ifPresent(unlinking::unlink);
          return found.isPresent();
        });
  }

  /** Arms a fault; one of the immediate kinds hits those who are connected at once. */
  public void arm(Fault fault) {
    run(
        () -> {
          faults.arm(fault);
          post.sessions().forEach(liveFaults::hit);
        });
  }

  /** Disarms all faults that have not hit yet and tells how many there were. */
  public int disarm() {
    return faults.clear();
  }

  /** Tells somebody of all violations to come, on the lane. */
  public void onViolation(Consumer<Violation> listener) {
    run(() -> ledger.listen(listener));
  }

  /** Limits what each client sends in a minute; 0 lifts the limit. */
  public void rateLimit(int perMinute) {
    run(() -> limit.most(perMinute));
  }

  /** Whether stanzas are kept for a transcript. */
  public void transcribe(boolean wanted) {
    run(() -> recorder.remember(wanted));
  }

  /** The transcript of one account, or of all when the phone number is empty. */
  public List<String> transcript(String phone) {
    return ask(() -> recorder.lines(phone));
  }

  /** The violations so far. */
  public List<Violation> violations() {
    return ask(ledger::violations);
  }

  /** Sizes and counters. */
  public SandboxStats stats() {
    return ask(
        () -> {
          Map<String, Long> values = new LinkedHashMap<>();
          values.put("accounts", (long) directory.accounts().size());
          values.put("devices", devices());
          values.put("connections", (long) login.open().size());
          values.put("pending", post.pending());
          values.put("overdue", post.overdue(PATIENCE));
          values.putAll(ledger.counts());
          values.put("faults", faults.hits());
          values.put("armedFaults", (long) faults.armed());
          values.put("failures", lane.failures());
          return new SandboxStats(values);
        });
  }

  private long devices() {
    return directory.accounts().stream().mapToLong(account -> account.devices().size()).sum();
  }

  private <T> T ask(Supplier<T> question) {
    return lane.call(question::get);
  }

  /** Runs a task on the lane and waits for its end. */
  public void inOneStep(Runnable task) {
    run(task);
  }

  private void run(Runnable task) {
    lane.call(
        () -> {
          task.run();
          return true;
        });
  }

  /** Plays a tape to its client, at its next login. */
  public CompletionStage<ReplayResult> replay(Tape tape, boolean inTime, Duration patience) {
    CompletableFuture<ReplayResult> done = new CompletableFuture<>();
    run(() -> login.replay(new Replay(tape, inTime, patience, lane, done)));
    return done;
  }

  /** Cuts what is open and ends the lane. */
  @Override
  public void close() {
    lane.close();
    media.close();
    journal.close();
    recorder.close();
  }
}
