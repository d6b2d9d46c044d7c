package org.amarula.sandbox.report;

import java.time.Instant;
import java.util.List;

/**
 * A receipt that reached a simulated phone.
 *
 * @param ids the messages
 * @param chat the other side's address or the group's, bare
 * @param from the device that tells it
 * @param type {@code delivered}, {@code read}, or another type as on the wire
 * @param at when it arrived
 */
public record ReceivedReceipt(List<String> ids, String chat, String from, String type, Instant at) {
  /** Keeps a copy of the ids. */
  public ReceivedReceipt {
    ids = List.copyOf(ids);
  }
}
