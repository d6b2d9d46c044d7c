package org.amarula.api.content;

import java.util.Objects;
import org.amarula.api.jid.Jid;

/**
 * Points at a message: chat, author and id are the key to it.
 *
 * @param chat the contact or group that it belongs to
 * @param author the account that wrote it, our own included
 * @param id the author's id for it; 1 to 128 characters
 */
public record MessageRef(Jid chat, Jid author, String id) {
  private static final int MAX_ID = 128;

  /** Refuses an id that no message has; the addresses are reduced to their accounts. */
  public MessageRef {
    chat = chat.toAccount();
    author = author.toAccount();
    if (Objects.requireNonNull(id, "id").isEmpty() || id.length() > MAX_ID) {
      throw new IllegalArgumentException("A message's id has 1 to 128 characters.");
    }
  }

  @Override
  public String toString() {
    return "MessageRef[" + id + " in " + chat.redacted() + "]";
  }
}
