package org.amarula.shell.internal;

import static org.amarula.shell.internal.Calls.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.HeldCallback;
import org.amarula.api.instance.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeFactory factory = new FakeFactory();
  private final TreeCommand tree = new TreeCommand(factory, Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void start() {
    factory.start(ConnectionSettings.of("alice"));
    List<String> users =
        IntStream.range(10, 40).mapToObj(i -> "…" + i + "@s.whatsapp.net").toList();
    factory.tree.add(
        new ChildStatus(
            Role.REGISTRY, "running", NOW.minusSeconds(90_061), 0, List.of(), List.of()));
    factory.tree.add(
        new ChildStatus(
            Role.CONNECTION,
            "running",
            NOW.minusSeconds(65),
            2,
            List.of("2026-01-01T11:00:00Z killed on purpose", "without a time"),
            List.of()));
    factory.tree.add(
        new ChildStatus(
            Role.SENDER_SUPERVISOR, "running", NOW.minusSeconds(1), 0, List.of(), users));
  }

  @Test
  void childrenStandInOrderWithStateUptimeAndRestarts() {
    List<String> lines = lines(tree, "alice");

    assertThat(lines.get(0)).startsWith("supervisor of alice, ");
    assertThat(lines.get(1)).matches("\\|-- registry +running +up 1d1h");
    assertThat(lines.get(2)).matches("\\|-- connection +running +up 1m5s, restarts 2");
    assertThat(lines.get(3)).isEqualTo("|     restarted 1h ago: killed on purpose");
    assertThat(lines.get(4)).isEqualTo("|     restarted without a time");
    assertThat(lines.get(5)).matches("\\|-- sender-supervisor +running +up 1s");
  }

  @Test
  void sendersAreShownRedactedAndNotAllUnlessAsked() {
    assertThat(lines(tree, "alice"))
        .contains("|   |-- …10@s.whatsapp.net")
        .last()
        .isEqualTo("|   |-- and 20 more, see --all");
    assertThat(lines(tree, "alice", "--all")).contains("|   |-- …39@s.whatsapp.net");
  }

  @Test
  void callsOfConsumersThatDoNotComeBackAreShown() {
    factory.held.add(new HeldCallback("shop.Echo", "amarula-callback-2", NOW.minusSeconds(75)));

    assertThat(lines(tree, "alice"))
        .last()
        .isEqualTo("held for 1m15s by shop.Echo, thread amarula-callback-2");
    assertThat(lines(tree, "alice", "--json")).hasSize(3);
  }

  @Test
  void programsGetOneObjectPerChild() {
    List<JsonObject> children =
        lines(tree, "alice", "--json").stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();

    assertThat(children).hasSize(3);
    JsonObject connection = children.get(1);
    assertThat(connection.get("profile").getAsString()).isEqualTo("alice");
    assertThat(connection.get("role").getAsString()).isEqualTo("connection");
    assertThat(connection.get("state").getAsString()).isEqualTo("running");
    assertThat(connection.get("restarts").getAsInt()).isEqualTo(2);
    assertThat(connection.get("lastReason").getAsString()).isEqualTo("without a time");
    assertThat(connection.get("upSeconds").getAsLong()).isEqualTo(65);
    assertThat(children.get(2).get("children").getAsJsonArray()).hasSize(30);
  }
}
