package org.amarula.api.event;

import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;

/**
 * The server has answered a durable message, and it is out of the outbox for good. Told when that
 * is durable, once. When the process dies before, the message is sent again under its id and told
 * in the next process; when it dies at this moment nobody is told, and {@link
 * org.amarula.api.instance.Outbox} no longer lists the message.
 *
 * @param id the message's id
 * @param chat whom it was sent to
 * @param result {@link SendResult.Accepted} or {@link SendResult.Rejected}
 */
public record OutboxSettled(String id, Jid chat, SendResult result) implements Event {
  @Override
  public String toString() {
    return "OutboxSettled[" + id + " to " + chat.redacted() + ": " + result + "]";
  }
}
