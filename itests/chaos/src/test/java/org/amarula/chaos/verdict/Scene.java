package org.amarula.chaos.verdict;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a made-up run. */
final class Scene {
  private static final Gson GSON = new Gson();

  private final List<Map<String, Object>> ledger = new ArrayList<>();
  private final List<Map<String, Object>> received = new ArrayList<>();
  private final List<Map<String, Object>> sends = new ArrayList<>();
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final Map<String, String> ends = new LinkedHashMap<>();
  private boolean ended = true;

  private static Map<String, Object> line(String event, Map<String, Object> facts) {
    Map<String, Object> line = new LinkedHashMap<>(facts);
    line.put("event", event);
    return line;
  }

  void accounts(String... profiles) {
    events.add(line("run", Map.of("seed", 7, "accounts", profiles.length)));
    for (String profile : profiles) {
      events.add(line("account", Map.of("profile", profile, "phone", "1" + profile)));
      ends.put(profile, "online");
    }
  }

  Scene event(String event, String field, String value) {
    events.add(line(event, Map.of(field, value)));
    return this;
  }

  Scene tried(String account, String text) {
    sends.add(line("try", Map.of("account", account, "text", text)));
    return this;
  }

  Scene told(String account, String text, String outcome, String id) {
    tried(account, text);
    sends.add(line("end", Map.of("account", account, "text", text, "outcome", outcome, "id", id)));
    return this;
  }

  Scene accepted(String id, String from, String to, String text) {
    List<String> devices = List.of("1" + from + ":0", "1" + to + ":0", "1" + to + ":1");
    return accepted(id, devices, devices, text);
  }

  Scene acceptedWithoutCopies(String id, String from, String to, String text) {
    List<String> phones = List.of("1" + from + ":0", "1" + to + ":0");
    return accepted(id, phones, List.of("1" + to + ":1"), text);
  }

  private Scene accepted(String id, List<String> copies, List<String> devices, String text) {
    ledger.add(
        line("accepted", Map.of("id", id, "resend", false, "copies", copies, "devices", devices)));
    ledger.add(line("read", Map.of("id", id, "text", text)));
    return this;
  }

  void violation(String device, String rule) {
    ledger.add(line("violation", Map.of("device", device, "rule", rule)));
  }

  Scene received(String account, String id, String text, boolean redelivered) {
    return receivedIn("chat@lid", account, id, text, redelivered);
  }

  Scene receivedIn(String chat, String account, String id, String text, boolean redelivered) {
    received.add(
        line(
            "received",
            Map.of(
                "account", account,
                "chat", chat,
                "author", "author@lid",
                "id", id,
                "text", text,
                "redelivered", redelivered)));
    return this;
  }

  Scene refused(String account, String id, String text) {
    received(account, id, text, false);
    received.get(received.size() - 1).put("event", "refused");
    return this;
  }

  void last(String profile, String state) {
    ends.put(profile, state);
  }

  void forgetEnd() {
    ended = false;
  }

  void write(Path directory) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>(events);
    if (ended) {
      all.add(line("healed", Map.of("storage", 3)));
      ends.forEach(
          (profile, state) -> all.add(line("final", Map.of("profile", profile, "state", state))));
    }
    write(directory.resolve("ledger.jsonl"), ledger);
    write(directory.resolve("received.jsonl"), received);
    write(directory.resolve("sends.jsonl"), sends);
    write(directory.resolve("events.jsonl"), all);
  }

  private static void write(Path file, List<Map<String, Object>> lines) throws IOException {
    Files.write(file, lines.stream().map(GSON::toJson).toList());
  }
}
