package org.amarula.sandbox.tape;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;

/**
 * The stanzas of one client's session, from its login to its end, in both directions and in order.
 * Immutable.
 *
 * @param client its phone number and device, as in {@code 15550000001:1}
 */
public record Tape(String client, List<Entry> entries) {
  /** Keeps the entries. */
  public Tape {
    entries = List.copyOf(entries);
  }

  /**
   * One stanza.
   *
   * @param at milliseconds since the epoch
   * @param toServer whether the client sent it
   */
  public record Entry(long at, boolean toServer, Node node) {}

  /**
   * Reads the last session of a client from a file that {@code SandboxOptions.withTape} wrote.
   *
   * @throws IllegalArgumentException when the file is no tape, or has no session of this client
   */
  public static Tape read(Path file, String client) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        if (json.get("client").getAsString().equals(client)) {
          Entry entry = entry(json);
          if (entry.node().is("success")) {
            entries.clear();
          }
          entries.add(entry);
        }
      } catch (JsonParseException | IllegalStateException | MalformedNodeException e) {
        throw new IllegalArgumentException("The file " + file + " is no tape.", e);
      }
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("The tape has no session of " + client + ".");
    }
    return new Tape(client, entries);
  }

  private static Entry entry(JsonObject json) throws MalformedNodeException {
    byte[] node = Base64.getDecoder().decode(json.get("node").getAsString());
    return new Entry(
        json.get("at").getAsLong(),
        json.get("to").getAsString().equals("server"),
        NodeCodecs.standard().decode(node));
  }
}
