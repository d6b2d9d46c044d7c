package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A durable subscription failed on a message so often that it is put aside: the chat goes on
 * without it. It is not lost: {@link org.amarula.api.instance.Inbox} lists it and gives it again on
 * request.
 *
 * @param subscription the subscription's name
 * @param chat the contact or group that the message belongs to
 * @param author the account that wrote it
 * @param id the author's id for it
 * @param tries how often it was given
 */
public record MessageParked(String subscription, Jid chat, Jid author, String id, int tries)
    implements Event {
  @Override
  public String toString() {
    return "MessageParked[" + id + " for " + subscription + " after " + tries + " tries]";
  }
}
