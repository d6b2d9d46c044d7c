package org.amarula.messaging.internal.receive;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.function.Predicate;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Unsupported;
import org.amarula.messaging.internal.content.ContentReader;
import org.amarula.messaging.internal.content.ForbiddenContentException;
import org.amarula.messaging.internal.content.Viewpoint;
import org.amarula.messaging.internal.content.Wrappers;
import org.amarula.proto.message.Message;

/** Reads a decrypted Message, spec/signal.md 7.3. Pure. */
public final class MessageReader {
  private static final int MAX_DEPTH = 32; // spec/signal.md 9.2
  private static final int MAX_WRAPPERS = 8;

  private MessageReader() {}

  /**
   * What a message says.
   *
   * @param plaintext without padding
   * @param view from where it is read, by the envelope, never by the message
   * @param isChat whether an address is the envelope's chat
   */
  public static Reading read(byte[] plaintext, Viewpoint view, Predicate<String> isChat)
      throws InvalidProtocolBufferException {
    CodedInputStream input = CodedInputStream.newInstance(plaintext);
    input.setRecursionLimit(MAX_DEPTH);
    Message outer = parse(input);
    if (!outer.hasDeviceSentMessage()) {
      return unwrapped(outer, Bytes.wrap(plaintext), view);
    }
    if (!view.fromMe()) {
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
    return unwrapped(inner, Bytes.wrap(inner.toByteArray()), view);
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

  private static Reading unwrapped(Message received, Bytes raw, Viewpoint view) {
    Message message = received;
    boolean history = false;
    Message.ProtocolMessage own = Message.ProtocolMessage.getDefaultInstance();
    for (int depth = 0; depth <= MAX_WRAPPERS; depth++) {
      if (message.hasProtocolMessage()) {
        Message.ProtocolMessage protocol = message.getProtocolMessage();
        if (!view.fromMe() && ProtocolMessages.isSelfOnly(protocol)) {
          return Reading.refused("self-only-protocol-message"); // spec/signal.md 9.1
        }
        history |= protocol.hasHistorySyncNotification();
        own = view.fromMe() ? protocol : own;
      }
      Optional<Message> inner = Wrappers.inner(message);
      if (inner.isEmpty()) {
        try {
          Optional<Content> content = new ContentReader(view).read(message, raw);
          return new Reading(content, history, distribution(received), own, "");
        } catch (ForbiddenContentException e) {
          return Reading.refused(e.getMessage());
        }
      }
      message = inner.get();
    }
    return new Reading(
        Optional.of(new Unsupported("nested", raw)), history, distribution(received), own, "");
  }

  // 7.4: beside the content, never inside a wrapper
  private static Message.SenderKeyDistributionMessage distribution(Message message) {
    return message.getSenderKeyDistributionMessage();
  }
}
