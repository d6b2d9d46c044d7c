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
 */
public record ReceiptReceived(Jid chat, Jid from, List<String> ids, ReceiptStatus status)
    implements Event {
  /** Keeps a copy of the ids. */
  public ReceiptReceived {
    ids = List.copyOf(ids);
  }

  @Override
  public String toString() {
    return "ReceiptReceived[" + status.text() + " " + ids + "]";
  }
}
