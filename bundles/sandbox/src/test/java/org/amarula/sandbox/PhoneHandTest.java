package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.phone.MediaKind;
import org.amarula.sandbox.phone.PhoneMedia;
import org.amarula.sandbox.phone.SandboxPhone;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the owner of a phone does, as the companion of another account sees it, and back. */
@Timeout(60)
class PhoneHandTest {
  private static final String ALICE = "15551230001";
  private static final String BOB = "15551230002";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private final SandboxPhone bob = server.phone(BOB);
  private Companion alice;
  private SignalDevice signal;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, ALICE);
    signal = new SignalDevice(alice);
  }

  @AfterEach
  void stop() {
    alice.close();
    assertThat(server.violations()).isEmpty();
    server.close();
  }

  private Node message() throws Exception {
    return alice.connection.expect("message");
  }

  /** What Alice's companion sent and Bob's phone read, with its id. */
  private String written(String text) throws Exception {
    Jid chat = Jid.parse(server.phone(BOB).number() + "@s.whatsapp.net");
    server.send(BOB, ALICE, "hello");
    Node first = message();
    signal.read(first);
    assertThat(server.numberOf(first.requireAttribute("from"))).contains(chat.user());
    Node sent = signal.text(first.requireJidAttribute("from").toUser(), text);
    alice.connection.send(sent);
    alice.connection.expect("ack");
    alice.ask("get", "w:p", Node.of("ping"));
    return sent.requireAttribute("id");
  }

  @Test
  void reactionNamesTheMessageAsItsAuthorWroteIt() throws Exception {
    String id = written("nice");
    bob.react(id, "👍");
    Node stanza = message();
    Message reaction = signal.read(stanza);
    assertThat(stanza.attribute("type")).contains("reaction");
    assertThat(stanza.requireChild("enc").attribute("decrypt-fail")).contains("hide");
    assertThat(reaction.getReactionMessage().getText()).isEqualTo("👍");
    assertThat(reaction.getReactionMessage().getKey().getId()).isEqualTo(id);
    assertThat(reaction.getReactionMessage().getKey().getFromMe()).isFalse();
    bob.react(id, "");
    Node removal = message();
    assertThat(removal.attribute("edit")).contains("7");
    assertThat(signal.read(removal).getReactionMessage().getText()).isEmpty();
  }

  @Test
  void editAndRevokeNameTheirMessage() throws Exception {
    String id = bob.send(ALICE, "teh");
    signal.read(message());
    bob.edit(id, "the");
    Node stanza = message();
    Message edit = signal.read(stanza);
    assertThat(stanza.attribute("edit")).contains("1");
    assertThat(edit.getProtocolMessage().getKey().getId()).isEqualTo(id);
    assertThat(edit.getProtocolMessage().getEditedMessage().getConversation()).isEqualTo("the");
    bob.revoke(id);
    Node revoke = message();
    assertThat(revoke.attribute("edit")).contains("7");
    assertThat(signal.read(revoke).getProtocolMessage().getKey().getId()).isEqualTo(id);
    assertThatThrownBy(() -> bob.react("nothing", "x")).hasMessageContaining("knows no message");
    assertThat(server.received(ALICE))
        .extracting(ReceivedMessage::kind, ReceivedMessage::text, ReceivedMessage::target)
        .endsWith(tuple("text", "teh", ""), tuple("edit", "the", id), tuple("revoke", "", id));
  }

  @Test
  void replyQuotes() throws Exception {
    String id = written("when?");
    bob.reply(id, "now");
    Message reply = signal.read(message());
    assertThat(reply.getExtendedTextMessage().getText()).isEqualTo("now");
    assertThat(reply.getExtendedTextMessage().getContextInfo().getStanzaId()).isEqualTo(id);
    assertThat(server.received(ALICE))
        .extracting(ReceivedMessage::text, ReceivedMessage::target)
        .endsWith(tuple("now", id));
  }

  @Test
  void readAndPlayedReceiptsReachTheAuthor() throws Exception {
    String first = written("one");
    String second = written("two");
    bob.read(first, second);
    Node read = receipt("read");
    assertThat(read.attribute("id")).contains(first);
    assertThat(read.requireChild("list").requireChild("item").attribute("id")).contains(second);
    bob.played(first);
    assertThat(receipt("played").attribute("id")).contains(first);
    assertThatThrownBy(() -> bob.read("nothing")).isInstanceOf(IllegalArgumentException.class);
  }

  private Node receipt(String type) throws Exception {
    Node receipt = alice.connection.expect(n -> n.is("receipt") && n.hasAttribute("type", type));
    alice.ack(receipt);
    return receipt;
  }

  @Test
  void hiddenReadReceiptStaysWithOwnDevices() throws Exception {
    String id = written("secret reader");
    try (Companion companion = Companion.ready(server, BOB)) {
      Node none =
          Node.builder("privacy")
              .child(
                  Node.builder("category")
                      .attribute("name", "readreceipts")
                      .attribute("value", "none")
                      .build())
              .build();
      companion.ask("set", "privacy", none);
      bob.read(id);
      Node own = companion.connection.expect("receipt");
      companion.ack(own);
      assertThat(own.attribute("type")).contains("read-self");
      alice.ask("get", "w:p", Node.of("ping"));
      assertThat(alice.connection.skippedNodes())
          .noneMatch(node -> node.attribute("type").orElse("").startsWith("read"));
    }
  }

  @Test
  void phoneTellsTheReceiptsAndChatStatesThatCame() throws Exception {
    String id = bob.send(ALICE, "seen?");
    Node stanza = message();
    alice.receipt(stanza);
    Jid from = stanza.requireJidAttribute("from").toUser();
    alice.connection.send(
        Node.builder("chatstate").attribute("to", from).child(Node.of("composing")).build());
    alice.ask("get", "w:p", Node.of("ping"));
    alice.ask("get", "w:p", Node.of("ping")); // behind what the phone does in its turn
    assertThat(bob.receipts())
        .extracting(ReceivedReceipt::type, ReceivedReceipt::ids)
        .contains(tuple("delivered", List.of(id)));
    assertThat(bob.receipts()).extracting(ReceivedReceipt::from).contains(alice.lid.toString());
    assertThat(bob.chatStates())
        .extracting(ReceivedChatState::author, ReceivedChatState::state)
        .containsExactly(tuple(alice.lid.toUser().toString(), "composing"));
  }

  @ParameterizedTest
  @EnumSource(MediaKind.class)
  void mediaArrivesAsItWasSent(MediaKind kind) {
    PhoneMedia sent = PhoneMedia.of(kind, "x/y", new byte[] {1, 2, 3});
    sent = kind == MediaKind.DOCUMENT ? sent.named("a.txt") : sent;
    sent = kind == MediaKind.IMAGE ? sent.captioned("look") : sent;
    String id = bob.send(ALICE, sent);
    SandboxPhone reader = server.phone(ALICE);
    assertThat(reader.media(id)).isEqualTo(sent);
    assertThat(bob.media(id)).isEqualTo(sent);
    assertThat(reader.received().get(0).kind()).isEqualTo(kind.text());
    assertThat(reader.received().get(0).text()).isEqualTo(sent.caption());
  }

  @Test
  void typingAndPresenceAreShown() throws Exception {
    bob.send(ALICE, "hello");
    Jid from = message().requireJidAttribute("from").toUser();
    alice.connection.send(
        Node.builder("presence").attribute("type", "subscribe").attribute("to", from).build());
    assertThat(alice.connection.expect("presence").attribute("type")).contains("unavailable");
    bob.available(true);
    assertThat(alice.connection.expect("presence").attribute("type")).contains("available");
    bob.chatState(ALICE, "recording");
    Node recording = alice.connection.expect("chatstate").requireChild("composing");
    assertThat(recording.attribute("media")).contains("audio");
    bob.chatState(ALICE, "paused");
    assertThat(alice.connection.expect("chatstate").child("paused")).isPresent();
    assertThatThrownBy(() -> bob.chatState(ALICE, "shouting")).hasMessageContaining("paused");
    bob.available(false);
    assertThat(alice.connection.expect("presence").attribute("type")).contains("unavailable");
  }

  @Test
  void groupsKnowReactionsAndAdminsTakeMessagesBack() {
    String group = server.groups().create(BOB, "Friends", List.of(ALICE));
    SandboxPhone reader = server.phone(ALICE);
    String id = reader.send(group, "in a group");
    assertThat(bob.received()).extracting(ReceivedMessage::text).contains("in a group");
    bob.react(id, "🎉");
    bob.revoke(id);
    assertThat(reader.received())
        .extracting(ReceivedMessage::kind, ReceivedMessage::target)
        .contains(tuple("reaction", id), tuple("revoke", id));
  }
}
