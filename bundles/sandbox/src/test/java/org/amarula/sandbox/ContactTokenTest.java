package org.amarula.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The salt that a phone's history tells, and the tokens that are made with it. */
@Timeout(60)
class ContactTokenTest {
  private static final Message TEXT = Message.newBuilder().setConversation("x").build();

  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;
  private Companion bob;
  private SignalDevice signal;
  private byte[] salt;

  @BeforeEach
  void historyIsAFile() throws Exception {
    server.greeting(true);
    server.inlineHistory(false);
    alice = Companion.ready(server, "15551230001");
    bob = Companion.ready(server, "15551230002");
    signal = new SignalDevice(alice);
    peer(); // the key of the app state
    HistorySyncNotification told = peer().getProtocolMessage().getHistorySyncNotification();
    assertThat(told.hasInitialHistBootstrapInlinePayload()).isFalse();
    byte[] file = server.media().get(told.getDirectPath());
    byte[] chunk =
        SealedFile.open(file, told.getMediaKey().toByteArray(), "WhatsApp History Keys")
            .orElseThrow();
    salt =
        HistorySync.parseFrom(new InflaterInputStream(new ByteArrayInputStream(chunk)))
            .getNctSalt()
            .toByteArray();
    assertThat(salt).hasSize(32);
  }

  private Message peer() throws Exception {
    return signal.read(
        alice.connection.expect(
            node -> node.is("message") && node.hasAttribute("category", "peer")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Node token(Jid of) {
    byte[] code = Hmac.sha256(salt, of.toUser().toString().getBytes(UTF_8));
    return Node.builder("cstoken").bytes(code).build();
  }

  private NodeBuilder message() throws Exception {
    return signal.message(bob.lid.toUser(), List.of(signal.to(bob.lid, TEXT)));
  }

  private Node sent(Node message) throws Exception {
    alice.connection.send(message);
    return alice.connection.expect("ack");
  }

  @Test
  void tokenOfTheRecipientIsTakenAndCounted() throws Exception {
    assertThat(sent(message().child(token(bob.lid)).build()).attribute("error")).isEmpty();
    assertThat(server.violations()).isEmpty();
    assertThat(server.stats().get("saltedTokens")).isEqualTo(1);
  }

  @Test
  void tokenOfAnotherAndTwoAtOnceAreRefused() throws Exception {
    Node trusted = Node.builder("tctoken").bytes(new byte[] {1}).build();

    assertThat(sent(message().child(token(bob.pn)).build()).attribute("error")).contains("479");
    assertThat(sent(message().child(token(bob.lid)).child(trusted).build()).attribute("error"))
        .contains("479");

    assertThat(server.violations())
        .extracting(Violation::rule)
        .containsExactly("cstoken", "token-twice");
    assertThat(server.stats().get("saltedTokens")).isZero();
  }

  @Test
  void resendCarriesNone() throws Exception {
    Node again = message().attribute("device_fanout", "false").child(token(bob.lid)).build();

    assertThat(sent(again).attribute("error")).contains("479");

    assertThat(server.violations()).extracting(Violation::rule).containsExactly("token-place");
  }
}
