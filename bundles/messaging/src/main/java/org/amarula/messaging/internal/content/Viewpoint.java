package org.amarula.messaging.internal.content;

import org.amarula.api.jid.Jid;

/**
 * From where a message is read: the keys inside it are relative to its author.
 *
 * @param chat the chat, as an account
 * @param author the account that wrote it
 * @param own our own account, named as the chat names accounts
 * @param fromMe whether the own account wrote it, by the envelope
 * @param admin whether the author is known to administer the chat
 */
public record Viewpoint(Jid chat, Jid author, Jid own, boolean fromMe, boolean admin) {
  boolean isGroup() {
    return chat.isGroup() || chat.isBroadcast();
  }
}
