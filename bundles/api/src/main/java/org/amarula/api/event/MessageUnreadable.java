package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A message arrived that cannot be read. It was answered; if {@code retried}, the author was asked
 * to send it again and it may still come.
 *
 * @param chat the contact or group that it belongs to
 * @param author the device that sent it
 * @param id the author's id for it
 * @param reason a short name of the cause, for instance {@code bad-mac}
 * @param retried whether the author was asked again
 */
public record MessageUnreadable(Jid chat, Jid author, String id, String reason, boolean retried)
    implements Event {
  @Override
  public String toString() {
    return "MessageUnreadable[" + id + ", " + reason + "]";
  }
}
