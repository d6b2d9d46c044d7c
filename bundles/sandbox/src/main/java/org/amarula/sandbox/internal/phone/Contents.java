package org.amarula.sandbox.internal.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import org.amarula.proto.message.Message;

/** The few contents that a phone writes and reads. Stateless. */
final class Contents {
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

  /** The text of a message, empty when it has none. */
  static String textOf(Message message) {
    return message.hasConversation()
        ? message.getConversation()
        : message.getExtendedTextMessage().getText();
  }

  /** Whether a message is there for its sender key alone (spec signal.md 7.4). */
  static boolean isOnlyKey(Message message) {
    Message rest =
        message.toBuilder().clearSenderKeyDistributionMessage().clearMessageContextInfo().build();
    return rest.getAllFields().isEmpty();
  }

  static String kindOf(Message message) {
    if (message.hasConversation() || message.hasExtendedTextMessage()) {
      return "text";
    }
    return message.getAllFields().isEmpty() ? "empty" : "other";
  }
}
