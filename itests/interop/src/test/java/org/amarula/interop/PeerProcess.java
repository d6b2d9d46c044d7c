package org.amarula.interop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process with a client that others wrote: commands go in and events come out, in the language
 * that both drivers speak (see {@code client.mjs}). Free for any thread.
 */
class PeerProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Kind kind;
  private final Process process;
  private final Writer commands;
  private Recorder<JsonObject> events;
  private int calls;

  PeerProcess(Kind kind, Process process) {
    this.kind = kind;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    events = new Recorder<>(kind.name());
    Thread reader = new Thread(this::read, kind + "-events");
    reader.setDaemon(true);
    reader.start();
  }

  Kind kind() {
    return kind;
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
    Map<String, String> command = new HashMap<>(Map.of("do", deed));
    for (int i = 0; i < pairs.length; i += 2) {
      command.put(pairs[i], pairs[i + 1]);
    }
    return begin(command);
  }

  String begin(Map<String, String> command) {
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

  /** What it tells from now on. */
  synchronized void tellAnew() {
    events = new Recorder<>(kind.name());
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
}
