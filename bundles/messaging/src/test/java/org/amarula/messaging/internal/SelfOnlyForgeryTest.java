package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only our own account may say, said by another in every disguise (spec/signal.md 9.1). */
class SelfOnlyForgeryTest {
  private static final List<Integer> CROSS_USER = List.of(0, 3, 11, 14, 23, 25, 27, 30);

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "one");
    server.steps().run();
  }

  @Test
  void everySelfOnlyMessageIsDroppedInEveryWrapper() {
    List<FieldDescriptor> wrappers = wrappers();
    int sent = 0;
    for (Message forged : forgeries()) {
      List<Message> disguises = new ArrayList<>(List.of(forged));
      wrappers.forEach(wrapper -> disguises.add(wrapped(wrapper, forged)));
      disguises.add(wrapped(wrappers.get(0), wrapped(wrappers.get(1), forged)));
      for (Message disguise : disguises) {
        alice.sendRaw(bob, "F" + sent++, disguise.toByteArray());
      }
    }
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.events(MessageUnreadable.class))
        .hasSize(sent)
        .allMatch(event -> event.reason().equals("self-only-protocol-message"));
    assertThat(bob.stream().sent()).noneMatch(node -> node.hasAttribute("type", "hist_sync"));
    assertThat(bob.storage().count(Tables.MAPPING_DUTY)).isZero();
    assertThat(server.unanswered(bob)).isEmpty();
    System.out.println("self-only protocol messages of another: " + sent + " forgeries");
  }

  @Test
  void copyByAnotherInsideAWrapperIsNoCopy() {
    Message copy =
        Message.newBuilder()
            .setDeviceSentMessage(
                Message.DeviceSentMessage.newBuilder()
                    .setDestinationJid("1003@s.whatsapp.net")
                    .setMessage(Message.newBuilder().setConversation("I never said this")))
            .build();
    int sent = 0;
    for (FieldDescriptor wrapper : wrappers()) {
      alice.sendRaw(bob, "F" + sent++, wrapped(wrapper, copy).toByteArray());
    }
    server.steps().run();
    assertThat(bob.texts()).doesNotContain("I never said this");
    assertThat(bob.received()).allMatch(message -> message.chat().equals(alice.lid().toUser()));
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void nestingThatWouldExhaustTheStackIsRefused() {
    byte[] groups = new byte[100_000];
    java.util.Arrays.fill(groups, (byte) 0x0b); // the start of an unknown group, again and again
    alice.sendRaw(bob, "D1", groups);
    byte[] nested = {};
    for (int i = 0; i < 3000; i++) {
      nested = field(40, field(1, nested)); // ephemeralMessage.message
    }
    alice.sendRaw(bob, "D2", nested);
    server.steps().run();
    for (String id : List.of("D1", "D2")) {
      assertThat(bob.stream().answers(id))
          .singleElement()
          .satisfies(answer -> assertThat(answer.numberAttribute("error")).hasValue(491));
    }
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, number << 3 | 2);
    varint(out, content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left > 0x7f) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  /** Every type that is not for others, and every field that is not, under an innocent type. */
  private static List<Message> forgeries() {
    List<Message> forged = new ArrayList<>();
    for (ProtocolMessage.Type type : ProtocolMessage.Type.values()) {
      boolean bot = type.name().contains("BOT") || type.name().contains("WELCOME");
      boolean stop = type == ProtocolMessage.Type.STOP_GENERATION_MESSAGE;
      if (!CROSS_USER.contains(type.getNumber()) && !bot && !stop) {
        forged.add(protocol(ProtocolMessage.newBuilder().setType(type)));
      }
    }
    for (String name :
        List.of(
            "historySyncNotification",
            "appStateSyncKeyShare",
            "appStateSyncKeyRequest",
            "initialSecurityNotificationSettingSync",
            "appStateFatalExceptionNotification",
            "peerDataOperationRequestMessage",
            "peerDataOperationRequestResponseMessage",
            "cloudApiThreadControlNotification",
            "lidMigrationMappingSyncMessage")) {
      FieldDescriptor field = ProtocolMessage.getDescriptor().findFieldByName(name);
      ProtocolMessage.Builder message =
          ProtocolMessage.newBuilder().setType(ProtocolMessage.Type.REVOKE);
      message.setField(field, message.newBuilderForField(field).build());
      forged.add(protocol(message));
    }
    return forged;
  }

  private static Message protocol(ProtocolMessage.Builder message) {
    return Message.newBuilder().setProtocolMessage(message).build();
  }

  private static List<FieldDescriptor> wrappers() {
    return Message.getDescriptor().getFields().stream()
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .filter(field -> field.getMessageType().equals(Message.FutureProofMessage.getDescriptor()))
        .toList();
  }

  private static Message wrapped(FieldDescriptor wrapper, Message message) {
    return Message.newBuilder()
        .setField(wrapper, Message.FutureProofMessage.newBuilder().setMessage(message).build())
        .build();
  }
}
