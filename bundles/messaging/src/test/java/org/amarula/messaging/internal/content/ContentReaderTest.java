package org.amarula.messaging.internal.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.content.Unsupported;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.MessageKey;
import org.junit.jupiter.api.Test;

/** Keys inside messages are relative to their author; rights come from the envelope. */
class ContentReaderTest {
  private static final Jid OWN = Jid.of("901", Jid.LID);
  private static final Jid PEER = Jid.of("902", Jid.LID);
  private static final Jid THIRD = Jid.of("903", Jid.LID);
  private static final Jid GROUP = Jid.of("12036300", Jid.GROUP);
  private static final Viewpoint FROM_PEER = new Viewpoint(PEER, PEER, OWN, false, false);
  private static final Viewpoint IN_GROUP = new Viewpoint(GROUP, PEER, OWN, false, false);
  private static final Viewpoint BY_ADMIN = new Viewpoint(GROUP, PEER, OWN, false, true);

  @Test
  void whatThePeerWritesIsReadTheOtherWayRound() throws Exception {
    ContentWriter peer = writer(PEER, OWN);
    MessageRef mine = new MessageRef(OWN, OWN, "MINE");
    MessageRef theirs = new MessageRef(OWN, PEER, "THEIRS");
    assertThat(read(FROM_PEER, peer.write(new Reaction(mine, "x"))))
        .isEqualTo(new Reaction(new MessageRef(PEER, OWN, "MINE"), "x"));
    assertThat(read(FROM_PEER, peer.write(new Reaction(theirs, ""))))
        .isEqualTo(new Reaction(new MessageRef(PEER, PEER, "THEIRS"), ""));
    assertThat(read(FROM_PEER, peer.write(new Revoke(theirs))))
        .isEqualTo(new Revoke(new MessageRef(PEER, PEER, "THEIRS")));
    assertThat(read(FROM_PEER, peer.write(new Edit(theirs, new Text("new")))))
        .isEqualTo(new Edit(new MessageRef(PEER, PEER, "THEIRS"), new Text("new")));
  }

  @Test
  void quoteAndMentionsSurviveTheWay() throws Exception {
    Text text =
        new Text("yes @903")
            .mentioning(List.of(THIRD))
            .quoting(new Quote(new MessageRef(GROUP, THIRD, "Q"), "really?"));
    assertThat(read(IN_GROUP, writer(PEER, GROUP).write(text))).isEqualTo(text);
  }

  @Test
  void quoteOfAnotherChatNamesIt() throws Exception {
    Text text = new Text("yes").quoting(new Quote(new MessageRef(THIRD, THIRD, "Q"), ""));
    assertThat(read(IN_GROUP, writer(PEER, GROUP).write(text))).isEqualTo(text);
  }

  @Test
  void onlyAdministratorsRevokeOthersMessages() throws Exception {
    Message message = writer(PEER, GROUP).write(new Revoke(new MessageRef(GROUP, THIRD, "T")));
    assertThatThrownBy(() -> read(IN_GROUP, message))
        .isInstanceOf(ForbiddenContentException.class)
        .hasMessage("revoke-without-right");
    assertThat(read(BY_ADMIN, message)).isEqualTo(new Revoke(new MessageRef(GROUP, THIRD, "T")));
    Viewpoint direct = new Viewpoint(PEER, PEER, OWN, false, true);
    assertThatThrownBy(() -> read(direct, protocol(Message.ProtocolMessage.Type.REVOKE, false)))
        .isInstanceOf(ForbiddenContentException.class);
  }

  @Test
  void nobodyEditsOthersMessages() {
    assertThatThrownBy(
            () -> read(FROM_PEER, protocol(Message.ProtocolMessage.Type.MESSAGE_EDIT, false)))
        .isInstanceOf(ForbiddenContentException.class)
        .hasMessage("edit-of-anothers-message");
  }

  @Test
  void targetWithoutUsableIdIsShownAsItCame() throws Exception {
    Message message =
        Message.newBuilder()
            .setReactionMessage(
                Message.ReactionMessage.newBuilder()
                    .setKey(MessageKey.newBuilder().setFromMe(true))
                    .setText("x"))
            .build();
    assertThat(read(FROM_PEER, message)).isInstanceOf(Unsupported.class);
  }

  @Test
  void editWithoutTextKeepsItsBytes() throws Exception {
    Message.Builder edited = Message.newBuilder();
    edited.getImageMessageBuilder().setCaption("new");
    Message.Builder message = protocol(Message.ProtocolMessage.Type.MESSAGE_EDIT, true).toBuilder();
    message.getProtocolMessageBuilder().setEditedMessage(edited);
    Edit edit = (Edit) read(FROM_PEER, message.build());
    assertThat(edit.content().kind()).isEqualTo("imageMessage");
  }

  @Test
  void writerRefusesWhatTheServerWouldRefuse() {
    ContentWriter mine = writer(OWN, PEER);
    MessageRef theirs = new MessageRef(PEER, PEER, "T");
    MessageRef elsewhere = new MessageRef(GROUP, OWN, "T");
    assertThatThrownBy(() -> mine.write(new Edit(theirs, new Text("x"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.write(new Revoke(theirs)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.write(new Reaction(elsewhere, "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.write(new Unsupported("imageMessage", Bytes.EMPTY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Message protocol(Message.ProtocolMessage.Type type, boolean fromMe) {
    return Message.newBuilder()
        .setProtocolMessage(
            Message.ProtocolMessage.newBuilder()
                .setType(type)
                .setKey(MessageKey.newBuilder().setId("T").setFromMe(fromMe)))
        .build();
  }

  private static ContentWriter writer(Jid own, Jid chat) {
    OwnAddress address = new OwnAddress(Jid.of("1" + own.user(), Jid.PN), own);
    return new ContentWriter(address, chat, jid -> jid, 1, Bytes.wrap(new byte[32]));
  }

  private static Content read(Viewpoint view, Message message) throws Exception {
    Message unwrapped = Wrappers.innermost(message, 8);
    return new ContentReader(view).read(unwrapped, Bytes.wrap(message.toByteArray())).orElseThrow();
  }
}
