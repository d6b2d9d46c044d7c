package org.amarula.api.event;

import java.time.Instant;
import org.amarula.api.content.Content;
import org.amarula.api.content.MessageRef;
import org.amarula.api.jid.Jid;

/**
 * A message, by a contact or by another device of the own account. Delivery is at least once:
 * (chat, author, id) is the key to dedupe by.
 *
 * @param chat the contact or group that it belongs to
 * @param author the account that wrote it
 * @param id the author's id for it
 * @param at when the server took it
 * @param fromMe whether the own account wrote it
 * @param redelivered whether it may have been shown before
 * @param pushName the name that the author gives himself, or empty
 * @param content what it says
 * @param aliases the other names of chat and author, as far as they are known
 */
public record MessageReceived(
    Jid chat,
    Jid author,
    String id,
    Instant at,
    boolean fromMe,
    boolean redelivered,
    String pushName,
    Content content,
    Aliases aliases)
    implements Event {
  /** A message of which no other names are known. */
  public MessageReceived(
      Jid chat,
      Jid author,
      String id,
      Instant at,
      boolean fromMe,
      boolean redelivered,
      String pushName,
      Content content) {
    this(chat, author, id, at, fromMe, redelivered, pushName, content, Aliases.NONE);
  }

  /** This event, flagged as possibly shown before. */
  public MessageReceived asRedelivered() {
    return new MessageReceived(chat, author, id, at, fromMe, true, pushName, content, aliases);
  }

  /** What points at this message, to answer it, react to it or revoke it. */
  public MessageRef ref() {
    return new MessageRef(chat, author, id);
  }

  @Override
  public String toString() {
    return "MessageReceived[" + id + ", " + content.kind() + " in " + chat.redacted() + "]";
  }
}
