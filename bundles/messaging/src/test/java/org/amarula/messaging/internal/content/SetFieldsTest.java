package org.amarula.messaging.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.FutureProofMessage;
import org.junit.jupiter.api.Test;

/** What is found by getters and encodings is what the descriptors say. */
class SetFieldsTest {
  private static final Message TEXT = Message.newBuilder().setConversation("inside").build();

  private static final List<FieldDescriptor> FIELDS = Message.getDescriptor().getFields();

  private static Message.Builder with(Message.Builder builder, FieldDescriptor field) {
    Object value =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            ? builder.newBuilderForField(field).build()
            : "some";
    return builder.setField(field, value);
  }

  private static boolean wraps(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().equals(FutureProofMessage.getDescriptor());
  }

  @Test
  void eachFieldIsFoundAlone() {
    for (FieldDescriptor field : FIELDS) {
      assertThat(SetFields.of(with(Message.newBuilder(), field).build())).containsExactly(field);
    }
  }

  @Test
  void allFieldsAreFoundInTheOrderOfTheirNumbers() {
    Message.Builder all = Message.newBuilder();
    FIELDS.forEach(field -> with(all, field));
    Message message = all.build();
    assertThat(SetFields.of(message)).containsExactlyElementsOf(message.getAllFields().keySet());
  }

  @Test
  void unknownFieldsAreNone() {
    UnknownFieldSet.Field odd =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("x")).build();
    UnknownFieldSet.Field wrongType = UnknownFieldSet.Field.newBuilder().addVarint(7).build();
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(9999, odd)
            .addField(Message.IMAGEMESSAGE_FIELD_NUMBER, wrongType)
            .build();
    Message message = TEXT.toBuilder().setUnknownFields(unknown).build();
    assertThat(SetFields.of(message)).containsExactlyElementsOf(message.getAllFields().keySet());
    assertThat(SetFields.of(Message.newBuilder().setUnknownFields(unknown).build())).isEmpty();
  }

  @Test
  void everyFieldThatHoldsAMessageIsAWrapper() {
    FutureProofMessage wrapped = FutureProofMessage.newBuilder().setMessage(TEXT).build();
    List<String> wrappers = new ArrayList<>();
    for (FieldDescriptor field : FIELDS) {
      if (wraps(field)) {
        wrappers.add(field.getName());
        Message outer = Message.newBuilder().setField(field, wrapped).build();
        assertThat(Wrappers.inner(outer)).as(field.getName()).contains(TEXT);
      } else {
        assertThat(Wrappers.inner(with(Message.newBuilder(), field).build())).isEmpty();
      }
    }
    assertThat(wrappers).contains("ephemeralMessage", "spoilerMessage").hasSizeGreaterThan(20);
  }

  @Test
  void everyPollIsAPoll() {
    for (FieldDescriptor field : FIELDS) {
      boolean poll =
          field.getName().startsWith("pollCreationMessage")
              || field.getName().equals("pollUpdateMessage");
      Shape shape = Shape.of(with(Message.newBuilder(), field).build());
      assertThat(shape.type().equals("poll")).as(field.getName()).isEqualTo(poll);
    }
  }
}
