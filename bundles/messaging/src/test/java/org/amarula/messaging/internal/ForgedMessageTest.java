package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.stream.Stream;
import org.amarula.api.content.Unsupported;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a contact may put into a message that is encrypted as it should be. */
class ForgedMessageTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.send(alice.pn(), "back");
    server.steps().run();
  }

  private static Message protocol(ProtocolMessage.Builder message) {
    return Message.newBuilder().setProtocolMessage(message).build();
  }

  private static Message ephemeral(Message message) {
    return Message.newBuilder()
        .setEphemeralMessage(Message.FutureProofMessage.newBuilder().setMessage(message))
        .build();
  }

  private static Message viewOnce(Message message) {
    return Message.newBuilder()
        .setViewOnceMessageV2(Message.FutureProofMessage.newBuilder().setMessage(message))
        .build();
  }

  static Stream<Message> selfOnly() {
    Message share =
        protocol(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE)
                .setAppStateSyncKeyShare(Message.AppStateSyncKeyShare.getDefaultInstance()));
    Message disguised =
        protocol(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.REVOKE)
                .setHistorySyncNotification(Message.HistorySyncNotification.getDefaultInstance()));
    Message mapping =
        protocol(
            ProtocolMessage.newBuilder().setType(ProtocolMessage.Type.LID_MIGRATION_MAPPING_SYNC));
    Message unknown =
        protocol(
            ProtocolMessage.newBuilder()
                .setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(2, UnknownFieldSet.Field.newBuilder().addVarint(77).build())
                        .build()));
    return Stream.of(
        share,
        disguised,
        mapping,
        unknown,
        ephemeral(share),
        viewOnce(ephemeral(disguised)),
        ephemeral(viewOnce(ephemeral(mapping))));
  }

  @ParameterizedTest
  @MethodSource("selfOnly")
  void selfOnlyProtocolMessageOfAnotherIsDroppedToldAndAnswered(Message message) {
    alice.sendRaw(bob, "F1", message.toByteArray());
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("self-only-protocol-message");
    assertThat(bob.stream().answers("F1")).singleElement().matches(node -> node.is("receipt"));
    assertThat(bob.stream().sent()).noneMatch(node -> node.hasAttribute("type", "hist_sync"));
  }

  @Test
  void copyThatIsNotByTheOwnAccountIsDropped() {
    Message copy =
        Message.newBuilder()
            .setDeviceSentMessage(
                Message.DeviceSentMessage.newBuilder()
                    .setDestinationJid("1003@s.whatsapp.net")
                    .setMessage(Message.newBuilder().setConversation("I never said this")))
            .build();
    alice.sendRaw(bob, "F1", copy.toByteArray());
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("device-sent-by-another");
  }

  @Test
  void copyForAnotherChatThanItsEnvelopeIsDropped() {
    TestDevice laptop = server.device("1001", 3);
    laptop.send(alice.pn(), "note");
    server.steps().run();
    Message copy =
        Message.newBuilder()
            .setDeviceSentMessage(
                Message.DeviceSentMessage.newBuilder()
                    .setDestinationJid("1003@s.whatsapp.net")
                    .setMessage(Message.newBuilder().setConversation("elsewhere")))
            .build();
    laptop.sendRaw(alice, "F1", copy.toByteArray(), bob.lid());
    server.steps().run();
    assertThat(alice.texts()).containsExactly("back", "note");
    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("device-sent-to-another-chat");
  }

  @Test
  void bytesThatAreNoMessageAreRefusedOnce() {
    alice.sendRaw(bob, "F1", new byte[] {(byte) 0xff, (byte) 0xff, 1});
    server.steps().run();
    assertThat(bob.stream().answers("F1"))
        .singleElement()
        .satisfies(answer -> assertThat(answer.numberAttribute("error")).hasValue(491));
    assertThat(bob.events(StanzaRejected.class)).hasSize(1);
    alice.send(bob.pn(), "two"); // the session goes on
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    Message message = Message.newBuilder().setConversation("deep").build();
    for (int i = 0; i < 40; i++) {
      message = ephemeral(message);
    }
    alice.sendRaw(bob, "F1", message.toByteArray());
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.stream().answers("F1"))
        .singleElement()
        .satisfies(answer -> assertThat(answer.numberAttribute("error")).hasValue(491));
  }

  @Test
  void wrappedTextIsTextAndOtherContentKeepsItsBytes() {
    alice.sendRaw(
        bob, "F1", viewOnce(Message.newBuilder().setConversation("inside").build()).toByteArray());
    Message image =
        Message.newBuilder()
            .setImageMessage(Message.ImageMessage.newBuilder().setCaption("c"))
            .build();
    alice.sendRaw(bob, "F2", image.toByteArray());
    byte[] newer =
        UnknownFieldSet.newBuilder()
            .addField(
                9999,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("x"))
                    .build())
            .build()
            .toByteArray();
    alice.sendRaw(bob, "F3", newer);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "inside", "imageMessage", "unknown");
    Unsupported unknown = (Unsupported) bob.received().get(3).content();
    assertThat(unknown.raw().toArray()).isEqualTo(newer);
  }

  @Test
  void messageWithoutContentIsAnsweredInSilence() {
    Message keys =
        Message.newBuilder()
            .setSenderKeyDistributionMessage(
                Message.SenderKeyDistributionMessage.newBuilder().setGroupId("1@g.us"))
            .build();
    alice.sendRaw(bob, "F1", keys.toByteArray());
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.stream().answers("F1")).singleElement().matches(node -> node.is("receipt"));
    assertThat(bob.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void historyNotificationOfThePhoneHasItsOwnReceipt() {
    TestDevice laptop = server.device("1001", 3);
    laptop.send(alice.pn(), "note");
    server.steps().run();
    Message history =
        protocol(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION)
                .setHistorySyncNotification(Message.HistorySyncNotification.getDefaultInstance()));
    laptop.sendRaw(alice, "F1", history.toByteArray(), Jid.of("9" + "1001", Jid.LID));
    server.steps().run();
    List<Node> answers = alice.stream().answers("F1");
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).attribute("type")).contains("sender");
    assertThat(answers.get(1).attribute("type")).contains("hist_sync");
  }
}
