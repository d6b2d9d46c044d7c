package org.amarula.sandbox.internal.record;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedWriter;
import java.time.Clock;
import java.util.Base64;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;

/** Writes a tape: one JSON object a line for each stanza, as it is. Confined to the lane. */
final class TapeWriter implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final NodeCodec codec = NodeCodecs.standard();
  private final BufferedWriter file;
  private final Clock clock;

  TapeWriter(BufferedWriter file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  void add(String client, boolean toServer, Node node) {
    JsonObject line = new JsonObject();
    line.addProperty("at", clock.millis());
    line.addProperty("client", client);
    line.addProperty("to", toServer ? "server" : "client");
    line.addProperty("stanza", node.tag());
    line.addProperty("node", Base64.getEncoder().encodeToString(codec.encode(node)));
    Recorder.write(file, GSON.toJson(line) + "\n");
  }

  @Override
  public void close() {
    Recorder.close(file);
  }
}
