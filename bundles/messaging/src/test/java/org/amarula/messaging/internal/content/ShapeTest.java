package org.amarula.messaging.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.proto.message.KeepType;
import org.amarula.proto.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One stanza shape for each kind of content. */
class ShapeTest {
  private static final Jid OWN = Jid.of("15550000001", Jid.PN);
  private static final Jid OTHER = Jid.of("15550000002", Jid.PN);
  private static final Jid GROUP = Jid.of("12036300", Jid.GROUP);
  private static final MessageRef OWN_MESSAGE = new MessageRef(GROUP, OWN, "OWN");
  private static final MessageRef OTHERS_MESSAGE = new MessageRef(GROUP, OTHER, "OTHER");

  // content; type, edit, mediatype, hidden
  static Stream<Arguments> contents() {
    return Stream.of(
        Arguments.of(new Text("hi"), "text", "", "", false),
        Arguments.of(new Text("hi").quoting(new Quote(OWN_MESSAGE, "?")), "text", "", "", false),
        Arguments.of(new Reaction(OTHERS_MESSAGE, "x"), "reaction", "", "", true),
        Arguments.of(new Reaction(OTHERS_MESSAGE, ""), "reaction", "7", "", true),
        Arguments.of(new Edit(OWN_MESSAGE, new Text("new")), "text", "1", "", true),
        Arguments.of(new Revoke(OWN_MESSAGE), "text", "7", "", true),
        Arguments.of(new Revoke(OTHERS_MESSAGE), "text", "8", "", true));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void contentHasItsShape(
      Content content, String type, String edit, String mediaType, boolean hidden) {
    Message message = writer(GROUP).write(content);
    assertThat(Shape.of(message)).isEqualTo(new Shape(type, edit, mediaType, hidden));
  }

  // field; type, edit, mediatype, hidden
  static Stream<Arguments> fields() {
    return Stream.of(
        Arguments.of("imageMessage", "media", "", "image", false),
        Arguments.of("videoMessage", "media", "", "video", false),
        Arguments.of("audioMessage", "media", "", "audio", false),
        Arguments.of("documentMessage", "media", "", "document", false),
        Arguments.of("stickerMessage", "media", "", "sticker", false),
        Arguments.of("contactMessage", "media", "", "vcard", false),
        Arguments.of("contactsArrayMessage", "media", "", "contact_array", false),
        Arguments.of("liveLocationMessage", "media", "", "livelocation", false),
        Arguments.of("locationMessage", "text", "", "", false),
        Arguments.of("listMessage", "media", "", "list", false),
        Arguments.of("listResponseMessage", "media", "", "list_response", false),
        Arguments.of("buttonsResponseMessage", "media", "", "buttons_response", false),
        Arguments.of("orderMessage", "media", "", "order", false),
        Arguments.of("productMessage", "media", "", "product", false),
        Arguments.of("interactiveResponseMessage", "media", "", "native_flow_response", false),
        Arguments.of("groupInviteMessage", "media", "", "url", false),
        Arguments.of("pollCreationMessage", "poll", "", "", false),
        Arguments.of("pollCreationMessageV2", "poll", "", "", false),
        Arguments.of("pollCreationMessageV3", "poll", "", "", false),
        Arguments.of("pollUpdateMessage", "poll", "", "", true),
        Arguments.of("eventMessage", "event", "", "", false),
        Arguments.of("encReactionMessage", "reaction", "", "", true),
        Arguments.of("pinInChatMessage", "text", "2", "", true));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void fieldHasItsShape(String name, String type, String edit, String mediaType, boolean hidden) {
    Message message = with(name);
    Shape expected = new Shape(type, edit, mediaType, hidden);
    assertThat(Shape.of(message)).isEqualTo(expected);
    Message wrapped =
        Message.newBuilder()
            .setEphemeralMessage(Message.FutureProofMessage.newBuilder().setMessage(message))
            .build();
    assertThat(Shape.of(wrapped)).isEqualTo(expected);
  }

  @Test
  void voiceNotesMovingImagesAndPreviewsHaveMediaTypesOfTheirOwn() {
    Message.Builder voice = Message.newBuilder();
    voice.getAudioMessageBuilder().setPtt(true);
    Message.Builder gif = Message.newBuilder();
    gif.getVideoMessageBuilder().setGifPlayback(true);
    Message.Builder preview = Message.newBuilder();
    preview.getExtendedTextMessageBuilder().setText("see").setTitle("A page");
    assertThat(List.of(voice, gif, preview))
        .extracting(message -> Shape.of(message.build()).mediaType())
        .containsExactly("ptt", "gif", "url");
  }

  @Test
  void takingBackAKeptMessageIsARevocation() {
    Message.Builder undo = Message.newBuilder();
    undo.getKeepInChatMessageBuilder().setKeepType(KeepType.UNDO_KEEP_FOR_ALL);
    Message.Builder keep = Message.newBuilder();
    keep.getKeepInChatMessageBuilder().setKeepType(KeepType.KEEP_FOR_ALL);
    assertThat(Shape.of(undo.build())).isEqualTo(new Shape("text", "7", "", true));
    assertThat(Shape.of(keep.build())).isEqualTo(new Shape("text", "", "", false));
  }

  static ContentWriter writer(Jid chat) {
    OwnAddress own = new OwnAddress(OWN.withDevice(3), Jid.of("900", 3, Jid.LID));
    return new ContentWriter(own, chat, jid -> jid, 1_750_000_000_000L, Bytes.wrap(new byte[32]));
  }

  private static Message with(String name) {
    var field = Message.getDescriptor().findFieldByName(name);
    Message.Builder message = Message.newBuilder();
    return message.setField(field, message.newBuilderForField(field).buildPartial()).build();
  }
}
