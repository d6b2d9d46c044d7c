package org.amarula.messaging.internal.receive;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Text;
import org.amarula.api.content.Unsupported;
import org.amarula.proto.message.Message;

/** Reads a decrypted Message, spec/signal.md 7.3. Pure. */
public final class MessageReader {
  private static final int MAX_DEPTH = 32; // spec/signal.md 9.2
  private static final int MAX_WRAPPERS = 8;
  private static final List<FieldDescriptor> WRAPPERS = wrappers();

  private MessageReader() {}

  /**
   * What a message says.
   *
   * @param plaintext without padding
   * @param fromMe by the envelope, never by the message
   * @param isChat whether an address is the envelope's chat
   */
  public static Reading read(byte[] plaintext, boolean fromMe, Predicate<String> isChat)
      throws InvalidProtocolBufferException {
    CodedInputStream input = CodedInputStream.newInstance(plaintext);
    input.setRecursionLimit(MAX_DEPTH);
    Message outer = parse(input);
    if (!outer.hasDeviceSentMessage()) {
      return unwrapped(outer, Bytes.wrap(plaintext), fromMe);
    }
    if (!fromMe) {
      return Reading.refused("device-sent-by-another"); // trap 13
    }
    Message.DeviceSentMessage copy = outer.getDeviceSentMessage();
    if (!isChat.test(copy.getDestinationJid())) {
      return Reading.refused("device-sent-to-another-chat");
    }
    Message inner = copy.getMessage();
    if (!inner.hasMessageContextInfo() && outer.hasMessageContextInfo()) {
      inner = inner.toBuilder().setMessageContextInfo(outer.getMessageContextInfo()).build();
    }
    return unwrapped(inner, Bytes.wrap(inner.toByteArray()), true);
  }

  private static Message parse(CodedInputStream input) throws InvalidProtocolBufferException {
    try {
      Message message = Message.parseFrom(input);
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (java.io.IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }

  private static Reading unwrapped(Message received, Bytes raw, boolean fromMe) {
    Message message = received;
    boolean history = false;
    for (int depth = 0; depth <= MAX_WRAPPERS; depth++) {
      if (message.hasProtocolMessage()) {
        Message.ProtocolMessage protocol = message.getProtocolMessage();
        if (!fromMe && ProtocolMessages.isSelfOnly(protocol)) {
          return Reading.refused("self-only-protocol-message"); // spec/signal.md 9.1
        }
        history |= protocol.hasHistorySyncNotification();
      }
      Optional<Message> inner = inner(message);
      if (inner.isEmpty()) {
        return new Reading(content(message, raw), history, "");
      }
      message = inner.get();
    }
    return new Reading(Optional.of(new Unsupported("nested", raw)), history, "");
  }

  private static Optional<Message> inner(Message message) {
    for (FieldDescriptor wrapper : WRAPPERS) {
      if (message.hasField(wrapper)) {
        Message.FutureProofMessage wrapped = (Message.FutureProofMessage) message.getField(wrapper);
        if (wrapped.hasMessage()) {
          return Optional.of(wrapped.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Content> content(Message message, Bytes raw) {
    String text = message.getConversation();
    if (text.isEmpty() && message.hasExtendedTextMessage()) {
      text = message.getExtendedTextMessage().getText();
    }
    if (!text.isEmpty()) {
      return Optional.of(new Text(text));
    }
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      boolean quiet =
          switch (field.getNumber()) {
            case Message.CONVERSATION_FIELD_NUMBER,
                Message.SENDERKEYDISTRIBUTIONMESSAGE_FIELD_NUMBER,
                Message.FASTRATCHETKEYSENDERKEYDISTRIBUTIONMESSAGE_FIELD_NUMBER,
                Message.MESSAGECONTEXTINFO_FIELD_NUMBER ->
                true;
            case Message.PROTOCOLMESSAGE_FIELD_NUMBER ->
                !ProtocolMessages.isContent(message.getProtocolMessage());
            default -> false;
          };
      if (!quiet) {
        return Optional.of(new Unsupported(field.getName(), raw));
      }
    }
    return message.getUnknownFields().asMap().isEmpty()
        ? Optional.empty()
        : Optional.of(new Unsupported("unknown", raw)); // newer than our schema: not lost
  }

  /** The fields that wrap another Message, those with an order in the specification first. */
  private static List<FieldDescriptor> wrappers() {
    List<FieldDescriptor> wrappers = new ArrayList<>();
    for (int number :
        List.of(
            Message.BOTINVOKEMESSAGE_FIELD_NUMBER,
            Message.EPHEMERALMESSAGE_FIELD_NUMBER,
            Message.VIEWONCEMESSAGE_FIELD_NUMBER,
            Message.VIEWONCEMESSAGEV2_FIELD_NUMBER,
            Message.VIEWONCEMESSAGEV2EXTENSION_FIELD_NUMBER,
            Message.LOTTIESTICKERMESSAGE_FIELD_NUMBER,
            Message.DOCUMENTWITHCAPTIONMESSAGE_FIELD_NUMBER,
            Message.EDITEDMESSAGE_FIELD_NUMBER)) {
      wrappers.add(Message.getDescriptor().findFieldByNumber(number));
    }
    for (FieldDescriptor field : Message.getDescriptor().getFields()) {
      boolean wraps =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && field.getMessageType().equals(Message.FutureProofMessage.getDescriptor());
      if (wraps && !wrappers.contains(field)) {
        wrappers.add(field);
      }
    }
    return List.copyOf(wrappers);
  }
}
