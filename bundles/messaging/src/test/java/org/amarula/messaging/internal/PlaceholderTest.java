package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.proto.history.WebMessageInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.PeerDataOperationRequestResponseMessage;
import org.amarula.proto.message.Message.PeerDataOperationRequestResponseMessage.PeerDataOperationResult;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.proto.message.MessageKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that our phone is asked for, spec/signal.md 7.7. */
class PlaceholderTest {
  private static final Jid ACCOUNT = Jid.of("91001", Jid.LID);

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice phone;
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void converse() {
    phone = server.device("1001", 0);
    alice = server.device("1001", 4);
    bob = server.device("1002", 0);
    phone.send(alice.pn(), "note");
    alice.send(bob.pn(), "one");
    bob.send(alice.pn(), "back");
    server.steps().run();
  }

  private List<Node> requests() {
    return server.messages().stream()
        .filter(message -> message.hasAttribute("category", "peer"))
        .toList();
  }

  private void damageForAlice(boolean always) {
    server.changeDeliveries(
        message ->
            message.requireChild("enc").hasAttribute("type", "msg")
                    || always && message.hasAttribute("id", lostId())
                ? AttackTest.damaged(message, "enc")
                : message);
  }

  private String lostId() {
    return server.messages().isEmpty()
        ? ""
        : server.messages().get(server.messages().size() - 1).attribute("id").orElse("");
  }

  /** A message without ciphertext, as the server gives what it does not have for us. */
  private void unavailable(String id, String kind) {
    server.queue(
        alice.lid(),
        Node.builder("message")
            .attribute("id", id)
            .attribute("from", bob.lid())
            .attribute("t", server.clock().instant().getEpochSecond())
            .child(Node.builder("unavailable").attribute("type", kind).build())
            .build());
    server.steps().run();
  }

  private String ask() {
    unavailable("LOST", "view_once");
    assertThat(requests()).hasSize(1);
    return requests().get(0).requireAttribute("id");
  }

  private void answer(TestDevice from, String stanzaId, String id, String text) {
    WebMessageInfo info =
        WebMessageInfo.newBuilder()
            .setKey(MessageKey.newBuilder().setRemoteJid(bob.pn().toUser().toString()).setId(id))
            .setMessage(Message.newBuilder().setConversation(text))
            .build();
    from.sendRaw(
        alice, "A-" + stanzaId + id + from.lid().device(), answer(stanzaId, info), ACCOUNT);
    server.steps().run();
  }

  private static byte[] answer(String stanzaId, WebMessageInfo info) {
    return Message.newBuilder()
        .setProtocolMessage(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE)
                .setPeerDataOperationRequestResponseMessage(
                    PeerDataOperationRequestResponseMessage.newBuilder()
                        .setStanzaId(stanzaId)
                        .addPeerDataOperationResult(
                            PeerDataOperationResult.newBuilder()
                                .setPlaceholderMessageResendResponse(
                                    PeerDataOperationResult.PlaceholderMessageResendResponse
                                        .newBuilder()
                                        .setWebMessageInfoBytes(info.toByteString())))))
        .build()
        .toByteArray();
  }

  @Test
  void requestIsOneBareCiphertextToThePhoneAlone() {
    ask();
    Node request = requests().get(0);
    assertThat(request.jidAttribute("to")).contains(alice.pn().toUser());
    assertThat(request.children("enc")).hasSize(1);
    assertThat(request.child("participants")).isEmpty();
    assertThat(request.requireChild("meta").attribute("appdata")).contains("default");
    assertThat(server.unanswered(phone)).isEmpty();
    assertThat(phone.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void answerOfThePhoneIsShownInItsChatOnce() {
    String id = ask();
    answer(phone, id, "LOST", "found");
    answer(phone, id, "LOST", "found");
    assertThat(alice.texts()).containsExactly("note", "back", "found");
    assertThat(alice.received().get(2).chat()).isEqualTo(bob.lid().toUser());
    assertThat(alice.received().get(2).fromMe()).isFalse();
    assertThat(alice.received().get(2).id()).isEqualTo("LOST");
  }

  @Test
  void answerThatNobodyAskedForOrOfAnotherDeviceIsDropped() {
    String id = ask();
    TestDevice tablet = server.device("1001", 7);
    tablet.send(alice.pn(), "note");
    answer(tablet, id, "LOST", "forged");
    answer(phone, "NEVER", "LOST", "forged");
    answer(phone, id, "OTHER", "forged");
    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly(
            "unavailable-view_once",
            "peer-answer-not-of-the-phone",
            "peer-answer-not-asked-for",
            "peer-answer-about-another-message");
    assertThat(alice.texts()).doesNotContain("forged");
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void kindsThatThePhoneDoesNotHaveAndOldOnesAreNotAskedFor() {
    unavailable("L1", "bot_unavailable_fanout");
    unavailable("L2", "view_once_unavailable_fanout");
    server.queue(
        alice.lid(),
        Node.builder("message")
            .attribute("id", "L3")
            .attribute("from", bob.lid())
            .attribute("t", "1000000000")
            .child(Node.of("unavailable"))
            .build());
    server.steps().run();
    assertThat(requests()).isEmpty();
  }

  @Test
  void messageThatCannotBeDecryptedIsAskedForOnceUnlessItComes() {
    damageForAlice(true);
    bob.send(alice.pn(), "lost");
    server.steps().run();
    assertThat(alice.texts()).doesNotContain("lost");
    assertThat(requests()).isEmpty();
    server.changeDeliveries(message -> message);
    alice.timer().fire();
    server.steps().run();
    assertThat(requests()).hasSize(1);
    alice.timer().fire();
    server.steps().run();
    assertThat(requests()).hasSize(1);
  }

  @Test
  void messageThatItsAuthorSendsAgainIsNotAskedFor() {
    boolean[] damage = {true};
    server.changeDeliveries(
        message -> {
          boolean now = damage[0] && message.requireChild("enc").hasAttribute("type", "msg");
          damage[0] &= !now;
          return now ? AttackTest.damaged(message, "enc") : message;
        });
    bob.send(alice.pn(), "late");
    server.steps().run();
    alice.timer().fire();
    server.steps().run();
    assertThat(alice.texts()).contains("late");
    assertThat(requests()).isEmpty();
  }
}
