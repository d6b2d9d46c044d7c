package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A durable message has left the outbox without an answer of the server, and is not sent any more.
 *
 * @param id the message's id
 * @param chat whom it was for
 * @param reason why
 * @param maybeSent whether a try before may have reached the server
 */
public record OutboxDropped(String id, Jid chat, Reason reason, boolean maybeSent)
    implements Event {
  /** Why a message was dropped. */
  public enum Reason {
    /** Somebody asked for it. */
    CANCELLED,
    /** It waited for 14 days. */
    EXPIRED
  }

  @Override
  public String toString() {
    return "OutboxDropped[" + id + " to " + chat.redacted() + ": " + reason + "]";
  }
}
