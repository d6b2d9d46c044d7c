package org.amarula.messaging.internal.model;

import java.util.Set;
import org.amarula.api.jid.Jid;

/**
 * A message that the server took.
 *
 * @param id its id
 * @param author who sent it
 * @param chat a group, or a user by phone number
 * @param text what it says
 * @param readers who must read it
 */
record Accepted(String id, ModelDevice author, Jid chat, String text, Set<ModelDevice> readers) {
  @Override
  public String toString() {
    return text + " (" + id + ") of " + author + " to " + chat;
  }
}
