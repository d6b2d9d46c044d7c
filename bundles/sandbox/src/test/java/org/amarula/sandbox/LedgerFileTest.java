package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LedgerFileTest {
  @TempDir Path directory;

  @Test
  void fileTellsWhatBecameOfEachMessage() throws Exception {
    Path file = directory.resolve("ledger.jsonl");
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults().withLedger(file))) {
      try (Companion alice = Companion.ready(server, "15551230001");
          Companion bob = Companion.ready(server, "15551230002")) {
        SignalDevice signal = new SignalDevice(alice);
        Node message = signal.text(bob.lid.toUser(), "hello");
        send(alice, message);
        bob.connection.expect("message");
        bob.connection.send(
            Node.builder("receipt")
                .attribute("id", message.requireAttribute("id"))
                .attribute("to", alice.lid)
                .build());
        server.fault(Fault.once(FaultType.ACK_ERROR, Map.of("code", "479")));
        send(alice, signal.text(bob.lid.toUser(), "refused"));
        alice.connection.expect("receipt");
        String id = message.requireAttribute("id");
        JsonObject accepted = only(file, "accepted");
        assertThat(accepted.get("id").getAsString()).isEqualTo(id);
        assertThat(accepted.get("from").getAsString()).isEqualTo("15551230001:1");
        assertThat(accepted.get("to").getAsString()).isEqualTo("15551230002");
        assertThat(accepted.get("resend").getAsBoolean()).isFalse();
        assertThat(texts(accepted.get("copies")))
            .containsExactlyInAnyOrder("15551230001:0", "15551230002:0", "15551230002:1");
        assertThat(texts(accepted.get("devices")))
            .containsExactlyInAnyOrderElementsOf(texts(accepted.get("copies")));
        JsonObject sent = only(file, "sent");
        assertThat(sent.get("device").getAsString()).isEqualTo("15551230002:1");
        assertThat(sent.get("again").getAsBoolean()).isFalse();
        assertThat(lines(file, "answered"))
            .extracting(line -> line.get("device").getAsString())
            .contains("15551230002:1");
        assertThat(lines(file, "read"))
            .hasSize(2)
            .allMatch(line -> line.get("text").getAsString().equals("hello"));
        assertThat(only(file, "refused").get("code").getAsString()).isEqualTo("479");
      }
    }
  }

  @Test
  void serverWithoutItsLedgerDoesNotStart() {
    SandboxOptions options = SandboxOptions.defaults().withLedger(directory);
    assertThatThrownBy(() -> SandboxServer.start(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ledger");
  }

  private static void send(Companion from, Node message) throws Exception {
    from.connection.send(message);
    String id = message.requireAttribute("id");
    from.connection.expect(node -> node.is("ack") && node.hasAttribute("id", id));
  }

  private static JsonObject only(Path file, String event) throws IOException {
    List<JsonObject> lines = lines(file, event);
    assertThat(lines).as(event).hasSize(1);
    return lines.get(0);
  }

  private static List<JsonObject> lines(Path file, String event) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> line.get("event").getAsString().equals(event))
        .toList();
  }

  private static List<String> texts(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }
}
