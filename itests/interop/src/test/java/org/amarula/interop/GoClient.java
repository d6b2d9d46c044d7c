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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;

/** One process with the Go client and one account; what it tells is in {@link #events()}. */
final class GoClient implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Writer commands;
  private final Recorder<JsonObject> events = new Recorder<>("whatsmeow");
  private int calls;

  private GoClient(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "whatsmeow-events");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the driver; its log goes beside it. */
  static GoClient start(Path driver, String log) throws IOException {
    GoClient client =
        new GoClient(
            new ProcessBuilder(driver.toString())
                .redirectError(driver.resolveSibling(log + ".log").toFile())
                .start());
    client.await("ready", event -> true);
    return client;
  }

  /** Connects as a new device and has the phone of a new account link it. */
  Scan pair(SandboxServer sandbox, String name) {
    connect(sandbox);
    Scan scan = sandbox.scan(text(await("qr", event -> true), "qr"), "", name);
    await("paired", event -> true);
    await("open", event -> true);
    return scan;
  }

  /** Asks for a connection, with the credentials that it has. */
  String connect(SandboxServer sandbox) {
    return begin(Map.of("do", "connect", "url", sandbox.url(), "root", sandbox.rootPublicKey()));
  }

  /** Connects again with the credentials that it has. */
  void open(SandboxServer sandbox) {
    int from = events.size();
    sent(connect(sandbox));
    await("open", from, event -> true);
  }

  /** Ends its client and logs in with another over the same store. */
  void restart(SandboxServer sandbox) {
    tell(Map.of("do", "disconnect"));
    open(sandbox);
  }

  /** Sends a text and tells the message's id. */
  String send(String to, String text) {
    return sent(begin(to, text));
  }

  /** Starts to send a text. */
  String begin(String to, String text) {
    return begin(Map.of("do", "send", "to", to, "text", text));
  }

  /** Has a command done and tells the id that came of it. */
  String tell(Map<String, String> command) {
    return sent(begin(command));
  }

  private String begin(Map<String, String> command) {
    String ref = "call-" + ++calls;
    Map<String, String> numbered = new HashMap<>(command);
    numbered.put("ref", ref);
    JsonObject line = new JsonObject();
    numbered.forEach(line::addProperty);
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The Go client has ended.", e);
    }
    return ref;
  }

  /** The id that came of a command that was begun. */
  String sent(String ref) {
    JsonObject result = result(ref);
    if (!text(result, "event").equals("sent")) {
      throw new AssertionError("whatsmeow could not: " + result);
    }
    return text(result, "id");
  }

  /** How a command that was begun ended. */
  JsonObject result(String ref) {
    return events.await("result", PATIENCE, e -> e.has("ref") && text(e, "ref").equals(ref));
  }

  /** The plain message with this text. */
  JsonObject message(String text) {
    return message("text", text);
  }

  /** The message of this kind with this text. */
  JsonObject message(String kind, String text) {
    return await("message", e -> text(e, "kind").equals(kind) && text(e, "text").equals(text));
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

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(JsonParser.parseString(line).getAsJsonObject());
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
