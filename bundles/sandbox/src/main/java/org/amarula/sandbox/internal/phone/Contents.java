package org.amarula.sandbox.internal.phone;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.Set;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.FutureProofMessage;

/** The contents that a phone writes, and their wrappers (spec features.md 6). Stateless. */
final class Contents {
  private static final int DEEPEST = 5;

  private Contents() {}

  static Message text(String text) {
    return Message.newBuilder().setConversation(text).build();
  }

  /** The copy for own devices (spec signal.md 5.3). */
  static Message deviceSent(String chat, Message message) {
    return Message.newBuilder()
        .setDeviceSentMessage(
            Message.DeviceSentMessage.newBuilder().setDestinationJid(chat).setMessage(message))
        .build();
  }

  static Message parse(byte[] content) throws InvalidProtocolBufferException {
    return Message.parseFrom(content);
  }

  /** Whether a message is there for its sender key alone (spec signal.md 7.4). */
  static boolean isOnlyKey(Message message) {
    return bare(message).getAllFields().isEmpty();
  }

  private static Message bare(Message message) {
    return message.toBuilder()
        .clearSenderKeyDistributionMessage()
        .clearMessageContextInfo()
        .build();
  }

  /** The content itself, without what it is wrapped in (spec features.md 6.3). */
  static Message unwrap(Message message) {
    Message inner = bare(message);
    for (int i = 0; i < DEEPEST; i++) {
      Optional<Message> wrapped = wrapped(inner);
      if (wrapped.isEmpty()) {
        return inner;
      }
      inner = bare(wrapped.get());
    }
    return inner;
  }

  private static Optional<Message> wrapped(Message message) {
    Set<FieldDescriptor> fields = message.getAllFields().keySet();
    if (fields.size() != 1) {
      return Optional.empty();
    }
    Object only = message.getField(fields.iterator().next());
    return only instanceof FutureProofMessage wrapper
        ? Optional.of(wrapper.getMessage())
        : Optional.empty();
  }
}
