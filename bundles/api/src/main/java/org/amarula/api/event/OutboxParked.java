package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A durable message was tried in vain so often that it is put aside: the chat goes on without it.
 * It is not lost: {@link org.amarula.api.instance.Outbox} lists it, tries it again on request under
 * the same id, or drops it.
 *
 * @param id the message's id
 * @param chat whom it is for
 * @param tries how often it was tried
 * @param problem what went wrong the last time, in one sentence
 * @param maybeSent whether one of the tries may have reached the server
 */
public record OutboxParked(String id, Jid chat, int tries, String problem, boolean maybeSent)
    implements Event {
  @Override
  public String toString() {
    return "OutboxParked["
        + id
        + " to "
        + chat.redacted()
        + " after "
        + tries
        + " tries: "
        + problem
        + "]";
  }
}
