package org.amarula.messaging.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.messaging.internal.server.PhoneHistory;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.proto.history.Conversation;
import org.amarula.proto.history.HistorySync;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in for a contact's token while there is none, spec/features.md 10.2. */
class ContactTokenTest {
  private static final long WEEK = 604_800;
  private static final Jid ACCOUNT = Jid.of("91001", Jid.LID);

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice phone;
  private TestDevice alice;
  private TestDevice bob;
  private long now;

  @BeforeEach
  void phoneAndCompanionAreOnline() {
    phone = server.device("1001", 0);
    alice = server.device("1001", 4);
    bob = server.device("1002", 0);
    phone.send(alice.pn(), "note");
    server.steps().run();
    now = server.clock().instant().getEpochSecond();
  }

  private void history(String id, HistorySync.Builder chunk) {
    phone.sendRaw(alice, id, PhoneHistory.message(PhoneHistory.inline(chunk.build())), ACCOUNT);
    server.steps().run();
  }

  private static HistorySync.Builder salt(String salt) {
    return HistorySync.newBuilder().setNctSalt(ByteString.copyFromUtf8(salt));
  }

  private HistorySync.Builder token(String token, long at) {
    return HistorySync.newBuilder()
        .addConversations(
            Conversation.newBuilder()
                .setId(bob.lid().toString())
                .setTcToken(ByteString.copyFromUtf8(token))
                .setTcTokenTimestamp(at));
  }

  private Node sent(Jid to) {
    alice.send(to, "hello");
    server.steps().run();
    return server.messages().get(server.messages().size() - 1);
  }

  private List<String> codes(Jid to) {
    return sent(to).children("cstoken").stream()
        .map(node -> HexFormat.of().formatHex(node.requireBytes()))
        .toList();
  }

  private static String code(String salt, Jid lid) {
    byte[] code = Hmac.sha256(salt.getBytes(UTF_8), lid.toString().getBytes(UTF_8));
    return HexFormat.of().formatHex(code);
  }

  @Test
  void saltedHiddenIdGoesAlongWhereThereIsNoToken() {
    assertThat(codes(bob.pn())).as("no salt is known").isEmpty();

    history("H1", salt("pepper"));

    assertThat(codes(bob.pn())).containsExactly(code("pepper", bob.lid()));
    alice.restartMessenger();
    assertThat(codes(bob.lid())).containsExactly(code("pepper", bob.lid()));
    history("H2", salt("salt"));
    history("H3", HistorySync.newBuilder());
    assertThat(codes(bob.pn())).containsExactly(code("salt", bob.lid()));
  }

  @Test
  void tokenOfHistoryGoesInsteadWhileItIsValidAndNotOlder() {
    history("H1", salt("pepper"));
    history("H2", token("old", now - 20));
    history("H3", token("new", now - 10));
    history("H4", token("older", now - 30));
    history("H5", token("timeless", 0));

    Node sent = sent(bob.pn());

    assertThat(sent.children("cstoken")).isEmpty();
    assertThat(sent.requireChild("tctoken").contentAsString()).contains("new");
    server.clock().advance(java.time.Duration.ofSeconds(5 * WEEK));
    assertThat(codes(bob.pn())).as("expired").containsExactly(code("pepper", bob.lid()));
  }

  @Test
  void neitherGroupsNorOurselvesNorPeersGetIt() {
    history("H1", salt("pepper"));

    assertThat(codes(server.groups().create(alice, bob))).isEmpty();
    assertThat(codes(alice.pn().toUser())).isEmpty();
  }

  @Test
  void whoseHiddenIdIsNotKnownGetsNone() {
    server.hideLids(true);
    TestDevice carol = server.device("1003", 0);
    history("H1", salt("pepper"));

    assertThat(codes(carol.pn())).isEmpty();
  }
}
