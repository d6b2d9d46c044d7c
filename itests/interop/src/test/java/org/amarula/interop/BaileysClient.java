package org.amarula.interop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;

/** One process with the npm client and one account; what it tells is in {@link #events()}. */
final class BaileysClient implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Writer commands;
  private final Recorder<JsonObject> events = new Recorder<>("baileys");
  private int sends;

  private BaileysClient(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "baileys-events");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the driver that is installed in this folder; its log goes beside it. */
  static BaileysClient start(Path home, String log) throws IOException {
    BaileysClient client =
        new BaileysClient(
            new ProcessBuilder("node", "client.mjs")
                .directory(home.toFile())
                .redirectError(home.resolve(log + ".log").toFile())
                .start());
    client.await("ready", event -> true);
    return client;
  }

  /** Connects as a new device and has the phone of a new account link it. */
  Scan pair(SandboxServer sandbox, String name) {
    connect(sandbox, name);
    Scan scan = sandbox.scan(await("qr", event -> true).get("qr").getAsString(), "", name);
    awaitOpen(0);
    return scan;
  }

  /** Closes its socket and opens another with the same credentials. */
  void reconnect(SandboxServer sandbox, String name) {
    int from = events.size();
    tell(Map.of("do", "disconnect"));
    await("state", from, event -> text(event, "state").equals("close"));
    open(sandbox, name);
  }

  /** Opens a socket with the credentials that it has. */
  void open(SandboxServer sandbox, String name) {
    int from = events.size();
    connect(sandbox, name);
    awaitOpen(from);
  }

  /** Connects with the credentials that it has, as a new device at first. */
  void connect(SandboxServer sandbox, String name) {
    tell(
        Map.of(
            "do", "connect", "url", sandbox.url(), "root", sandbox.rootPublicKey(), "name", name));
  }

  private void awaitOpen(int from) {
    await("state", from, event -> text(event, "state").equals("open"));
  }

  /** Sends a text and tells the message's id. */
  String send(String to, String text) {
    return sent(begin(to, text));
  }

  /** Starts to send a text. */
  String begin(String to, String text) {
    String ref = "send-" + ++sends;
    tell(Map.of("do", "send", "ref", ref, "to", to, "text", text));
    return ref;
  }

  /** The id of a message whose sending was started. */
  String sent(String ref) {
    JsonObject result =
        events.await("sent", PATIENCE, event -> event.has("ref") && text(event, "ref").equals(ref));
    if (!text(result, "event").equals("sent")) {
      throw new AssertionError("baileys could not send: " + result);
    }
    return text(result, "id");
  }

  /** The message with this text. */
  JsonObject message(String text) {
    return await("message", event -> text(event, "text").equals(text));
  }

  JsonObject await(String kind, Predicate<JsonObject> fits) {
    return await(kind, 0, fits);
  }

  JsonObject await(String kind, int from, Predicate<JsonObject> fits) {
    return events.await(
        kind, PATIENCE, from, event -> text(event, "event").equals(kind) && fits.test(event));
  }

  /** The value of a field as text. */
  static String text(JsonObject event, String field) {
    return event.get(field).getAsString();
  }

  Recorder<JsonObject> events() {
    return events;
  }

  void tell(Map<String, String> command) {
    JsonObject line = new JsonObject();
    command.forEach(line::addProperty);
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The npm client has ended.", e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"event\"")) {
          events.add(JsonParser.parseString(line).getAsJsonObject());
        }
      }
    } catch (IOException e) {
      JsonObject end = new JsonObject();
      end.addProperty("event", "end");
      events.add(end); // the process is gone; whoever waits sees it in the failure message
    }
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
}
