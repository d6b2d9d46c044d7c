package org.amarula.chaos.verdict;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a run, as lines of JSON.
 *
 * @param ledger what the server saw
 * @param received what the consumer was told, in order
 * @param sends what senders tried and were told, in order
 * @param events what was broken, and the end
 */
record Evidence(
    List<JsonObject> ledger,
    List<JsonObject> received,
    List<JsonObject> sends,
    List<JsonObject> events) {

  static Evidence read(Path directory) throws IOException {
    return new Evidence(
        lines(directory.resolve("ledger.jsonl")),
        lines(directory.resolve("received.jsonl")),
        lines(directory.resolve("sends.jsonl")),
        lines(directory.resolve("events.jsonl")));
  }

  private static List<JsonObject> lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }
  }

  static Stream<JsonObject> of(List<JsonObject> lines, String event) {
    return lines.stream().filter(line -> text(line, "event").equals(event));
  }

  static String text(JsonObject line, String field) {
    return line.has(field) ? line.get(field).getAsString() : "";
  }

  static boolean flag(JsonObject line, String field) {
    return line.has(field) && line.get(field).getAsBoolean();
  }
}
