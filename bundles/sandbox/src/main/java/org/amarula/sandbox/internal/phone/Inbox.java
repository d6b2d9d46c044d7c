package org.amarula.sandbox.internal.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reached one phone, readable or not, oldest first. Confined to the lane. */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final List<ReceivedMessage> messages = new ArrayList<>(0);
  private final List<ReceivedReceipt> receipts = new ArrayList<>(0);
  private final List<ReceivedChatState> chatStates = new ArrayList<>(0);
  private final String phone;
  private final Ledger ledger;
  private final List<PhoneListener> listeners;

  /** An empty one; the listeners are those of all phones. */
  Inbox(String phone, Ledger ledger, List<PhoneListener> listeners) {
    this.phone = phone;
    this.ledger = ledger;
    this.listeners = listeners;
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
    listeners.forEach(listener -> tell(() -> listener.received(phone, message)));
  }

  void add(ReceivedChatState state) {
    chatStates.add(state);
  }

  List<ReceivedReceipt> receipts() {
    return List.copyOf(receipts);
  }

  List<ReceivedChatState> chatStates() {
    return List.copyOf(chatStates);
  }

  void add(ReceivedReceipt receipt) {
    receipts.add(receipt);
    listeners.forEach(listener -> tell(() -> listener.receipt(phone, receipt)));
  }

  private static void tell(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.error("A listener to phones failed.", e);
    }
  }

  List<ReceivedMessage> all() {
    return List.copyOf(messages);
  }
}
