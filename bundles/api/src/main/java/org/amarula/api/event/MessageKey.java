package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * What one message is known by. Delivery is at least once, so a consumer that must act once keeps
 * the keys of what it did: in its own store, where {@link #text} makes a unique column, or for the
 * life of the process in {@link SeenMessages}.
 *
 * @param chat the contact or group
 * @param author the account that wrote it
 * @param id the author's id for it
 */
public record MessageKey(Jid chat, Jid author, String id) {
  /** The key of a message. */
  public static MessageKey of(MessageReceived message) {
    return new MessageKey(message.chat(), message.author(), message.id());
  }

  /** All three in one line; different keys have different texts. */
  public String text() {
    return chat + " " + author + " " + id; // an address holds no space
  }

  @Override
  public String toString() {
    return "MessageKey[" + id + " in " + chat.redacted() + "]";
  }
}
