package org.amarula.api.event;

import java.util.List;
import org.amarula.api.jid.Jid;

/**
 * Messages of ours were delivered or read.
 *
 * @param chat the contact or group
 * @param from the device that tells it
 * @param ids the messages
 * @param status how far they got
 * @param aliases the other names of the chat and of who tells it, as far as they are known
 */
public record ReceiptReceived(
    Jid chat, Jid from, List<String> ids, ReceiptStatus status, Aliases aliases) implements Event {
  /** Keeps a copy of the ids. */
  public ReceiptReceived {
    ids = List.copyOf(ids);
  }

  /** A receipt of which no other names are known. */
  public ReceiptReceived(Jid chat, Jid from, List<String> ids, ReceiptStatus status) {
    this(chat, from, ids, status, Aliases.NONE);
  }

  @Override
  public String toString() {
    return "ReceiptReceived[" + status.text() + " " + ids + "]";
  }
}
