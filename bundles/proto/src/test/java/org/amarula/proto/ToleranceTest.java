package org.amarula.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.DeviceListMetadata;
import org.amarula.proto.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Newer and hostile peers: what we do not know neither disappears nor makes us blind. */
class ToleranceTest {
  private static final int NEVER_ASSIGNED = 536_870_911;

  static List<Descriptor> topLevelTypes() {
    List<Descriptor> types = new ArrayList<>(DeclaredTypes.STORAGE.getMessageTypes());
    for (FileDescriptor file : DeclaredTypes.WIRE) {
      types.addAll(file.getMessageTypes());
    }
    return types;
  }

  @AfterAll
  static void report() {
    System.out.println("top-level types parsed: " + topLevelTypes().size());
  }

  @ParameterizedTest
  @MethodSource("topLevelTypes")
  void emptyBytesAreAMessageOfEveryType(Descriptor type) throws InvalidProtocolBufferException {
    var parsed = DeclaredTypes.prototype(type).getParserForType().parseFrom(new byte[0]);
    assertThat(parsed.getDescriptorForType()).isSameAs(type);
    assertThat(parsed.isInitialized()).isTrue();
    assertThat(parsed.toByteString()).isEqualTo(ByteString.EMPTY);
  }

  @ParameterizedTest
  @MethodSource("topLevelTypes")
  void unknownFieldsSurviveARoundTripInEveryType(Descriptor type)
      throws InvalidProtocolBufferException {
    ByteString received = unknown("kept").toByteString();
    var parsed = DeclaredTypes.prototype(type).getParserForType().parseFrom(received);
    assertThat(parsed.toBuilder().build().toByteString()).isEqualTo(received);
  }

  @Test
  void unknownFieldsOfANestedMessageSurviveAnEdit() throws InvalidProtocolBufferException {
    ContextInfo context =
        ContextInfo.newBuilder().setStanzaId("A1").setUnknownFields(unknown("deep")).build();
    Message sent = text(context);
    Message edited =
        Message.parseFrom(sent.toByteString()).toBuilder().setConversation("x").build();
    ContextInfo kept =
        Message.parseFrom(edited.toByteString()).getExtendedTextMessage().getContextInfo();
    assertThat(kept).isEqualTo(context);
    assertThat(kept.getUnknownFields().hasField(NEVER_ASSIGNED)).isTrue();
  }

  @Test
  void unknownEnumNumberDeepInsideLeavesTheMessageReadable() throws InvalidProtocolBufferException {
    int type = Message.ProtocolMessage.TYPE_FIELD_NUMBER;
    Message sent =
        Message.newBuilder()
            .setConversation("still here")
            .setProtocolMessage(
                Message.ProtocolMessage.newBuilder()
                    .setUnknownFields(
                        UnknownFieldSet.newBuilder()
                            .addField(
                                type, UnknownFieldSet.Field.newBuilder().addVarint(9999).build())
                            .build()))
            .build();
    Message parsed = Message.parseFrom(sent.toByteString());
    assertThat(parsed.getConversation()).isEqualTo("still here");
    assertThat(parsed.getProtocolMessage().hasType()).isFalse();
    assertThat(parsed.getProtocolMessage().getUnknownFields().getField(type).getVarintList())
        .containsExactly(9999L);
    assertThat(parsed.toByteString()).isEqualTo(sent.toByteString());
  }

  @Test
  void zeroThatWasSetIsWritten() {
    HistorySync bootstrap =
        HistorySync.newBuilder().setSyncType(HistorySync.HistorySyncType.INITIAL_BOOTSTRAP).build();
    assertThat(bootstrap.toByteString()).isEqualTo(ByteString.copyFrom(new byte[] {8, 0}));
    assertThat(HistorySync.getDefaultInstance().toByteString()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void packedAndUnpackedListsAreRead() throws InvalidProtocolBufferException {
    byte[] packed = {0x1a, 2, 7, 9};
    byte[] unpacked = {0x18, 7, 0x18, 9};
    DeviceListMetadata list = DeviceListMetadata.parseFrom(packed);
    assertThat(list.getSenderKeyIndexesList()).containsExactly(7, 9);
    assertThat(DeviceListMetadata.parseFrom(unpacked)).isEqualTo(list);
    assertThat(list.toByteArray()).isEqualTo(packed);
  }

  private static Message text(ContextInfo context) {
    return Message.newBuilder()
        .setExtendedTextMessage(
            Message.ExtendedTextMessage.newBuilder().setText("hello").setContextInfo(context))
        .build();
  }

  private static UnknownFieldSet unknown(String content) {
    return UnknownFieldSet.newBuilder()
        .addField(
            NEVER_ASSIGNED,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(content))
                .build())
        .build();
  }
}
