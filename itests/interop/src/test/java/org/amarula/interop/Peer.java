package org.amarula.interop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;

/**
 * One process with a client that others wrote and one account; what it tells is in {@link
 * #events()}. Both drivers speak one language, see {@code client.mjs}.
 */
final class Peer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Kind kind;
  private final Process process;
  private final Writer commands;
  private Recorder<JsonObject> events;
  private SandboxServer sandbox;
  private String name = "";
  private int calls;
  private boolean greeted;
  private Scan scan;

  private Peer(Kind kind, Process process) {
    this.kind = kind;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    events = new Recorder<>(kind.name());
    Thread reader = new Thread(this::read, kind + "-events");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a process; its log goes beside its program. */
  static Peer start(Kind kind, int number) throws IOException, InterruptedException {
    ProcessBuilder command = kind.command();
    File log = new File(command.directory(), "peer-" + number + ".log");
    Peer peer = new Peer(kind, command.redirectError(log).start());
    peer.await("ready", event -> true);
    return peer;
  }

  Kind kind() {
    return kind;
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
    return scan;
  }

  /** Connects as a new device and has a code typed on the phone with this number. */
  Scan pairByCode(String phone) {
    connect();
    await("qr", event -> true);
    String code = call(Map.of("do", "code", "phone", phone));
    sandbox.enterCode(phone, code, name);
    JsonObject paired = await("paired", event -> true);
    await("open", event -> true);
    Jid own = Jid.parse(text(paired, "own"));
    scan = new Scan(own.user(), Jid.parse(text(paired, "lid")).user(), own.device(), name);
    return scan;
  }

  /** What came of the pairing. */
  Scan scan() {
    return scan;
  }

  /** Its account by number. */
  String number() {
    return scan.phone() + "@" + Jid.PN;
  }

  /** Its account by hidden id. */
  String lid() {
    return scan.lid() + "@" + Jid.LID;
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

  /** Connects again with the credentials that it has. */
  void open() {
    int from = events.size();
    connect();
    await("open", from, event -> true);
  }

  /** Closes its socket and keeps its credentials. */
  void rest() {
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
    synchronized (this) {
      events = new Recorder<>(kind.name());
    }
  }

  /** Sends a text and tells the message's id. */
  String send(String to, String text) {
    return done(begin(to, text));
  }

  /** Starts to send a text. */
  String begin(String to, String text) {
    return begin(Map.of("do", "send", "to", to, "text", text));
  }

  /** Has a command done and tells the id that came of it. */
  String call(Map<String, String> command) {
    return done(begin(command));
  }

  /** Has a command done whose values are in pairs after its name. */
  String call(String deed, String... pairs) {
    return done(begin(deed, pairs));
  }

  /** Starts a command whose values are in pairs after its name. */
  String begin(String deed, String... pairs) {
    Map<String, String> command = new java.util.HashMap<>(Map.of("do", deed));
    for (int i = 0; i < pairs.length; i += 2) {
      command.put(pairs[i], pairs[i + 1]);
    }
    return begin(command);
  }

  private String begin(Map<String, String> command) {
    String ref = "call-" + ++calls;
    JsonObject line = new JsonObject();
    command.forEach(line::addProperty);
    line.addProperty("ref", ref);
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(kind + " has ended.", e);
    }
    return ref;
  }

  /** The id that came of a command that was begun. */
  String done(String ref) {
    JsonObject result = result(ref);
    if (!text(result, "event").equals("done")) {
      throw new AssertionError(kind + " could not: " + result);
    }
    return text(result, "id");
  }

  /** How a command that was begun ended. */
  JsonObject result(String ref) {
    return events().await("a result", PATIENCE, e -> e.has("ref") && text(e, "ref").equals(ref));
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

  JsonObject await(String event, Predicate<JsonObject> fits) {
    return await(event, 0, fits);
  }

  JsonObject await(String event, int from, Predicate<JsonObject> fits) {
    return events()
        .await(event, PATIENCE, from, e -> text(e, "event").equals(event) && fits.test(e));
  }

  /** What it told so far under this name. */
  List<JsonObject> all(String event) {
    return events().all().stream().filter(e -> text(e, "event").equals(event)).toList();
  }

  /** The value of a field as text. */
  static String text(JsonObject event, String field) {
    return event.get(field).getAsString();
  }

  /** The values of a list as texts. */
  static List<String> texts(JsonObject event, String field) {
    List<String> all = new ArrayList<>();
    event.get(field).getAsJsonArray().forEach(each -> all.add(each.getAsString()));
    return all;
  }

  synchronized Recorder<JsonObject> events() {
    return events;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          events().add(JsonParser.parseString(line).getAsJsonObject());
        }
      }
      ended("its output ended");
    } catch (IOException e) {
      ended(e.getMessage());
    }
  }

  /** Whoever waits sees it in the failure message. */
  private void ended(String why) {
    JsonObject end = new JsonObject();
    end.addProperty("event", "end");
    end.addProperty("error", why);
    events().add(end);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
