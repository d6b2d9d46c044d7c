package org.amarula.sandbox.internal.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.report.ReceivedMessage;

/** What reached one phone, readable or not, oldest first. Confined to the lane. */
final class Inbox {
  private final List<ReceivedMessage> messages = new ArrayList<>();
  private final String phone;
  private final Ledger ledger;

  Inbox(String phone, Ledger ledger) {
    this.phone = phone;
    this.ledger = ledger;
  }

  void add(ReceivedMessage message) {
    ledger.count(message.decrypted() ? Tally.DECRYPTED : Tally.UNDECRYPTABLE);
    messages.add(message);
    ledger.note(
        message.decrypted() ? "read" : "unread",
        () ->
            Map.of(
                "id", message.id(),
                "device", phone + ":0",
                "text", message.text(),
                "error", message.error()));
  }

  List<ReceivedMessage> all() {
    return List.copyOf(messages);
  }
}
