package org.amarula.interop;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;

/** The one account of a {@link PeerProcess}. */
final class Peer extends PeerProcess implements Member {
  private static final long ASK_EVERY_NANOS = 20_000_000;

  private SandboxServer sandbox;
  private String name = "";
  private boolean greeted;
  private Scan scan;

  private Peer(Kind kind, Process process) {
    super(kind, process);
  }

  /** Starts a process; its log goes beside its program. */
  static Peer start(Kind kind, int number) throws IOException, InterruptedException {
    ProcessBuilder command = kind.command();
    File log = new File(command.directory(), "peer-" + number + ".log");
    Peer peer = new Peer(kind, command.redirectError(log).start());
    peer.await("ready", event -> true);
    return peer;
  }

  /** Says whose device it is going to be, with or without a greeting by its phone. */
  Peer named(SandboxServer server, String owner, boolean willBeGreeted) {
    sandbox = server;
    name = owner;
    greeted = willBeGreeted;
    return this;
  }

  /** Connects as a new device and has the phone of a new account link it. */
  Scan pair() {
    return pair("");
  }

  /** Connects as a new device and has the phone with this number link it. */
  Scan pair(String phone) {
    connect();
    scan = sandbox.scan(text(await("qr", event -> true), "qr"), phone, name);
    await("paired", event -> true);
    await("open", event -> true);
    if (greeted) {
      await("synced", event -> true);
    }
    return scan;
  }

  /** Connects as a new device and has a code typed on the phone with this number. */
  Scan pairByCode(String phone) {
    connect();
    await("qr", event -> true);
    String code = call(Map.of("do", "code", "phone", phone));
    typeCode(phone, code);
    JsonObject paired = await("paired", event -> true);
    await("open", event -> true);
    Jid own = Jid.parse(text(paired, "own"));
    scan = new Scan(own.user(), Jid.parse(text(paired, "lid")).user(), own.device(), name);
    return scan;
  }

  /**
   * Types a code on the phone with this number, once the server knows of it: the npm client tells
   * its code before the server has answered.
   */
  void typeCode(String phone, String code) {
    Instant deadline = Instant.now().plus(PeerProcess.PATIENCE);
    while (true) {
      try {
        sandbox.enterCode(phone, code, name);
        return;
      } catch (IllegalArgumentException e) { // nobody waits for it yet
        if (kind() != Kind.BAILEYS || Instant.now().isAfter(deadline)) {
          throw e;
        }
        LockSupport.parkNanos(ASK_EVERY_NANOS);
      }
    }
  }

  @Override
  public Scan scan() {
    return scan;
  }

  /** Asks for a connection, with the credentials that it has, as a new device at first. */
  void connect() {
    done(beginConnect());
  }

  /** Starts to connect. */
  String beginConnect() {
    return begin(
        Map.of(
            "do",
            "connect",
            "url",
            sandbox.url(),
            "root",
            sandbox.rootPublicKey(),
            "media",
            "127.0.0.1:" + sandbox.port(),
            "name",
            name,
            "greeted",
            Boolean.toString(greeted)));
  }

  @Override
  public void open() {
    int from = events().size();
    connect();
    await("open", from, event -> true);
  }

  @Override
  public void rest() {
    call(Map.of("do", "disconnect"));
  }

  /** Ends its client and logs in with another over the same store. */
  void restart() {
    rest();
    open();
  }

  /** Is a new device from now on, which has told nothing yet. */
  void forget() {
    call(Map.of("do", "forget"));
    tellAnew();
  }

  @Override
  public String send(String to, String text) {
    return done(begin(to, text));
  }

  /** Starts to send a text. */
  String begin(String to, String text) {
    return begin(Map.of("do", "send", "to", to, "text", text));
  }

  /** The plain message with this text. */
  JsonObject message(String text) {
    return message("text", text);
  }

  /** The message of this kind with this text. */
  JsonObject message(String what, String text) {
    return await("message", e -> text(e, "kind").equals(what) && text(e, "text").equals(text));
  }

  /** The message of this kind that is about another one. */
  JsonObject about(String what, String target) {
    return await("message", e -> text(e, "kind").equals(what) && text(e, "target").equals(target));
  }

  /** The first receipt of this kind for a message of this account. */
  JsonObject receipt(String what, String id) {
    return await("receipt", e -> text(e, "kind").equals(what) && texts(e, "ids").contains(id));
  }

  @Override
  public Sending begins(String to, String text) {
    String ref = begin(to, text);
    return () -> done(ref);
  }

  @Override
  public String react(String chat, String id, Member author, String emoji) {
    String by = chat.endsWith(Jid.GROUP) ? author.lid() : author.number();
    return call("react", "to", chat, "id", id, "author", by, "text", emoji);
  }

  @Override
  public String edit(String chat, String id, String text) {
    return call("edit", "to", chat, "id", id, "text", text);
  }

  @Override
  public String revoke(String chat, String id) {
    return call("revoke", "to", chat, "id", id);
  }

  @Override
  public String reads(String text) {
    return text(message(text), "id");
  }

  @Override
  public void seesReaction(String id, String emoji) {
    await("message", e -> isAbout(e, "reaction", id) && text(e, "text").equals(emoji));
  }

  @Override
  public void seesEdit(String id, String text) {
    await("message", e -> isAbout(e, "message_edit", id) && text(e, "text").equals(text));
  }

  @Override
  public void seesDeletion(String id) {
    await("message", e -> isAbout(e, "revoke", id));
  }

  private static boolean isAbout(JsonObject event, String what, String target) {
    return text(event, "kind").equals(what) && text(event, "target").equals(target);
  }

  @Override
  public void hearsDelivery(String id, Member reader) {
    await(
        "receipt",
        e ->
            text(e, "kind").equals("delivered")
                && texts(e, "ids").contains(id)
                && isOf(text(e, "from"), reader));
  }

  private static boolean isOf(String address, Member member) {
    String bare = Jid.parse(address).toAccount().toString();
    return bare.equals(member.number()) || bare.equals(member.lid());
  }

  @Override
  public List<String> textsSoFar() {
    return all("message").stream().map(e -> text(e, "text")).toList();
  }

  @Override
  public int unreadable() {
    return all("unreadable").size();
  }

  @Override
  public String createGroup(String subject, List<Member> members) {
    return call("create", "text", subject, "members", numbers(members));
  }

  @Override
  public void add(String group, List<Member> members) {
    call("add", "to", group, "members", numbers(members));
  }

  @Override
  public void remove(String group, List<Member> members) {
    call("remove", "to", group, "members", lids(members));
  }

  private static String numbers(List<Member> members) {
    return String.join(",", members.stream().map(Member::number).toList());
  }

  private static String lids(List<Member> members) {
    return String.join(",", members.stream().map(Member::lid).toList());
  }

  @Override
  public void seesAdded(String group, Member member, int nth) {
    await("group", Member.nth(nth, e -> isChange(e, "add", group, member)));
  }

  @Override
  public void seesRemoved(String group, Member member, int nth) {
    await("group", Member.nth(nth, e -> isChange(e, "remove", group, member)));
  }

  private static boolean isChange(JsonObject event, String action, String group, Member member) {
    return text(event, "action").equals(action)
        && text(event, "chat").equals(group)
        && texts(event, "members").stream().anyMatch(each -> isOf(each, member));
  }

  @Override
  public String toString() {
    return kind() + " " + name;
  }
}
