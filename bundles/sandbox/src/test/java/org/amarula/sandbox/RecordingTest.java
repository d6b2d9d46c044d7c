package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingTest {
  private static final String ALICE = "15551230001";
  @TempDir Path work;

  @Test
  void transcriptIsReadableAndTellsNothingPrivate() throws Exception {
    Path file = work.resolve("made/transcript.txt");
    try (SandboxServer server =
            SandboxServer.start(SandboxOptions.defaults().withTranscript(file));
        Companion alice = Companion.ready(server, ALICE)) {
      server.send("15551230002", ALICE, "a secret");
      Node message = alice.connection.expect("message");
      alice.receipt(message);
      alice.receipt(message);
      alice.ask("get", "w:p", Node.of("ping"));
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines)
        .allMatch(line -> line.matches("[-0-9T:.]+Z \\S+ (->|<-|--) \\S.*"))
        .noneMatch(line -> line.contains(ALICE) || line.contains("secret"))
        .anyMatch(line -> line.contains("link-1 <- <iq") && line.contains("<pair-device>"))
        .anyMatch(line -> line.contains("link-2 -- is …01:1"))
        .anyMatch(line -> line.contains("…01:1 <- <message"))
        .anyMatch(line -> line.contains("…01:1 -- broke answered-twice"))
        .anyMatch(line -> line.contains("-- closed"));
  }

  @Test
  void tapeHoldsStanzasAsTheyAre() throws Exception {
    Path file = work.resolve("session.tape");
    Node asked;
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults().withTape(file));
        Companion alice = Companion.ready(server, ALICE)) {
      asked = alice.iq("get", "w:p", Node.of("ping"));
      alice.ask(asked);
    }
    JsonObject last =
        Files.readAllLines(file).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(line -> line.get("to").getAsString().equals("server"))
            .reduce((a, b) -> b)
            .orElseThrow();
    assertThat(last.get("client").getAsString()).isEqualTo(ALICE + ":1");
    byte[] node = Base64.getDecoder().decode(last.get("node").getAsString());
    assertThat(NodeCodecs.standard().decode(node)).isEqualTo(asked);
  }
}
