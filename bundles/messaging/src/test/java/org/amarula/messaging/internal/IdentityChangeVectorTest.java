package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.amarula.api.Bytes;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.VectorNodes;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Notifications of a new identity, by the rule of spec/signal.md 9.3 and D-26: the file tells what
 * another client decides, which differs where that one fetches keys at once, or skips a user whom
 * it has no session with, what came while offline, and what came twice.
 */
class IdentityChangeVectorTest {
  private static final List<JsonObject> CASES =
      Vectors.cases("retry-identity-change.json", "cases");
  private static final String FRIEND = "15550000001";
  private static final String SELF = "15550000009";
  private static final String SELF_LID = "200000000000009"; // as in all files of this generator

  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice phone = server.device(SELF, 0);
  private final TestDevice me = server.device(SELF, 4);
  private final TestDevice friend = server.device(FRIEND, 0);
  private final TestDevice tablet = server.device(FRIEND, 3);
  private final SessionTable sessions = new SessionTable(me.storage());

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noticeArchivesTheSessionsOfOthersOnly(JsonObject vector) {
    boolean haveSession = vector.get("haveSession").getAsBoolean();
    if (haveSession) {
      me.send(friend.pn(), "hello");
      server.steps().run();
      assertThat(current()).hasSize(3); // both devices of the friend, and our phone
    }
    Map<String, Bytes> before = records();
    int queries = server.queries(me).size();

    notice(vector, "1");
    if (vector.get("secondWithin5s").getAsBoolean()) {
      server.clock().advance(Duration.ofSeconds(4));
      notice(vector, "2");
    }

    assertThat(server.unanswered(me)).isEmpty();
    assertThat(server.queries(me)).as("keys are fetched by the next send").hasSize(queries);
    if (changes(vector)) {
      assertThat(me.events(IdentityChanged.class))
          .isNotEmpty()
          .allMatch(event -> event.device().equals(friend.pn()));
      assertThat(current()).hasSize(haveSession ? 1 : 0);
      assertThat(sessions.load(friend.lid()).archivedCount()).isEqualTo(haveSession ? 1 : 0);
      assertThat(sessions.load(tablet.lid()).archivedCount()).isEqualTo(haveSession ? 1 : 0);
      return;
    }
    assertThat(me.events(IdentityChanged.class)).isEmpty();
    assertThat(records()).isEqualTo(before);
  }

  /** Whether the notice is about the phone of somebody else, which the file's word tells. */
  private static boolean changes(JsonObject vector) {
    String action = vector.get("baileysAction").getAsString();
    return switch (action) {
      case "session_refreshed", "skipped_no_session", "skipped_offline", "debounced" -> true;
      case "skipped_companion_device", "skipped_self_primary" -> false;
      default -> throw new AssertionError("Unknown action " + action);
    };
  }

  private void notice(JsonObject vector, String id) {
    Node node = VectorNodes.parse(vector.getAsJsonObject("node"));
    Jid from = node.requireJidAttribute("from");
    NodeBuilder notice = Node.builder(node.tag());
    node.attributes().forEach(notice::attribute);
    notice
        .attribute("id", "notice-" + id)
        .attribute("from", from.user().equals(SELF_LID) ? phone.lid() : from)
        .children(node.children());
    server.queue(me.lid(), notice.build());
    server.steps().run();
  }

  private List<TestDevice> current() {
    return List.of(phone, friend, tablet).stream()
        .filter(device -> sessions.load(device.lid()).hasCurrent())
        .toList();
  }

  private Map<String, Bytes> records() {
    Map<String, Bytes> records = new TreeMap<>();
    for (TestDevice device : List.of(phone, friend, tablet)) {
      records.put(device.lid().toString(), Bytes.wrap(sessions.load(device.lid()).serialize()));
    }
    return records;
  }

  @AfterAll
  static void count() {
    System.out.println("retry-identity-change.json: " + CASES.size() + " cases");
  }
}
