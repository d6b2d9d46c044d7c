package org.amarula.messaging.internal.send;

import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.proto.message.Message;

/** The copy of a message for our own devices. */
public final class Outgoing {
  private Outgoing() {}

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
