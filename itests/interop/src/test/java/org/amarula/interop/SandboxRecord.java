package org.amarula.interop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What the sandbox wrote down about each message, read from its ledger. */
final class SandboxRecord {
  private static final long ASK_EVERY_NANOS = 20_000_000;

  private final Path ledger;

  SandboxRecord(Path ledger) {
    this.ledger = ledger;
  }

  /** Waits until each copy of each message was answered by its device, or read by its phone. */
  void awaitSettled() {
    Instant deadline = Instant.now().plus(PeerProcess.PATIENCE);
    Set<String> open = open();
    while (!open.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("These copies were never answered (message, device): " + open);
      }
      LockSupport.parkNanos(ASK_EVERY_NANOS);
      open = open();
    }
  }

  /** The devices to which the sandbox gave a message. */
  Set<String> readers(String id) {
    Set<String> devices = new HashSet<>();
    for (JsonObject line : lines()) {
      if (id.equals(fact(line, "id")) && line.has("device")) {
        devices.add(fact(line, "device"));
      }
    }
    return devices;
  }

  private Set<String> open() {
    Set<String> open = new HashSet<>();
    for (JsonObject line : lines()) {
      String id = fact(line, "id");
      switch (fact(line, "event")) {
        case "accepted" ->
            line.get("copies").getAsJsonArray().forEach(c -> open.add(id + " " + c.getAsString()));
        case "answered", "read", "unread" -> open.remove(id + " " + fact(line, "device"));
        default -> {} // sent, refused: neither opens nor closes
      }
    }
    return open;
  }

  private List<JsonObject> lines() {
    try {
      return Files.readAllLines(ledger).stream()
          .filter(line -> line.endsWith("}")) // the last one may be half written
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fact(JsonObject line, String name) {
    return line.has(name) ? line.get(name).getAsString() : "";
  }
}
