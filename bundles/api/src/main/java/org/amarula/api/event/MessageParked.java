package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A message is put aside: a durable subscription failed on it so often that the chat goes on
 * without it, or it was received for another phone number that the profile was linked to before,
 * and was never given. It is not lost: {@link org.amarula.api.instance.Inbox} lists it and gives it
 * again on request.
 *
 * @param subscription the subscription's name
 * @param chat the contact or group that the message belongs to
 * @param author the account that wrote it
 * @param id the author's id for it
 * @param tries how often it was given; 0 when it was received for another number
 */
public record MessageParked(String subscription, Jid chat, Jid author, String id, int tries)
    implements Event {
  @Override
  public String toString() {
    return "MessageParked[" + id + " for " + subscription + " after " + tries + " tries]";
  }
}
