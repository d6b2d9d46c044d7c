package org.amarula.sandbox.internal.phone;

import java.util.ArrayList;
import java.util.List;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.report.ReceivedMessage;

/** What reached one phone, readable or not, oldest first. Confined to the lane. */
final class Inbox {
  private final List<ReceivedMessage> messages = new ArrayList<>();
  private final Ledger ledger;

  Inbox(Ledger ledger) {
    this.ledger = ledger;
  }

  void add(ReceivedMessage message) {
    ledger.count(message.decrypted() ? Tally.DECRYPTED : Tally.UNDECRYPTABLE);
    messages.add(message);
  }

  List<ReceivedMessage> all() {
    return List.copyOf(messages);
  }
}
