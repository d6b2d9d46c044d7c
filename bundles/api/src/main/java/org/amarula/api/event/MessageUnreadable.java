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
 * @param aliases the other names of chat and author, as far as they are known
 */
public record MessageUnreadable(
    Jid chat, Jid author, String id, String reason, boolean retried, Aliases aliases)
    implements Event {
  /** A message of which no other names are known. */
  public MessageUnreadable(Jid chat, Jid author, String id, String reason, boolean retried) {
    this(chat, author, id, reason, retried, Aliases.NONE);
  }

  @Override
  public String toString() {
    return "MessageUnreadable[" + id + ", " + reason + "]";
  }
}
