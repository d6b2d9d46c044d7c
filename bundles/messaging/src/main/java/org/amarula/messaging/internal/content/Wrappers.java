package org.amarula.messaging.internal.content;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.proto.message.Message;

/** The fields of a Message that hold another Message, spec/signal.md 7.3 step 7. */
public final class Wrappers {
  private static final List<FieldDescriptor> WRAPPERS = wrappers();

  private Wrappers() {}

  /** The Message in the first wrapper that is set. */
  public static Optional<Message> inner(Message message) {
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

  /** The Message inside all wrappers, at most {@code depth} of them. */
  static Message innermost(Message message, int depth) {
    Message found = message;
    for (int i = 0; i < depth; i++) {
      Optional<Message> inner = inner(found);
      if (inner.isEmpty()) {
        return found;
      }
      found = inner.get();
    }
    return found;
  }

  // those with an order in the specification first
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
