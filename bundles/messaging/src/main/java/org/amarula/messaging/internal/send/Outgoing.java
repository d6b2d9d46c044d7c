package org.amarula.messaging.internal.send;

import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.proto.message.Message;

/** Content as a Message, and the copy for our own devices. */
public final class Outgoing {
  private Outgoing() {}

  static Message of(Content content) {
    if (content instanceof Text text) {
      return Message.newBuilder().setConversation(text.text()).build();
    }
    throw new IllegalArgumentException("Content of kind " + content.kind() + " cannot be sent.");
  }

  /** The copy for an own device, spec/signal.md 5.3. */
  public static Bytes copy(Jid chat, Message message) {
    Message.Builder copy =
        Message.newBuilder()
            .setDeviceSentMessage(
                Message.DeviceSentMessage.newBuilder()
                    .setDestinationJid(chat.toString())
                    .setMessage(message));
    if (message.hasMessageContextInfo()) {
      copy.setMessageContextInfo(message.getMessageContextInfo());
    }
    return Bytes.wrap(copy.build().toByteArray());
  }
}
