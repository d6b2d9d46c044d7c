package org.amarula.messaging.internal.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.OwnAddress;

/** Reads receipts, spec/features.md 6.18. Pure. */
final class ReceiptNodes {
  private static final int MAX_IDS = 1024;

  private ReceiptNodes() {}

  /** What a receipt tells; nothing for the kinds that are among devices only. */
  static List<ReceiptReceived> read(Node receipt, OwnAddress own) {
    Optional<ReceiptStatus> status = status(receipt.attribute("type").orElse(""));
    Optional<Jid> from = receipt.jidAttribute("from");
    if (status.isEmpty() || from.isEmpty()) {
      return List.of();
    }
    List<Node> grouped = receipt.children("participants");
    if (!grouped.isEmpty()) {
      return grouped(grouped, from.get(), status.get());
    }
    List<String> ids = ids(receipt);
    Jid teller = receipt.jidAttribute("participant").orElse(from.get());
    Jid chat =
        own.isOwn(from.get()) ? receipt.jidAttribute("recipient").orElse(from.get()) : from.get();
    return ids.isEmpty()
        ? List.of()
        : List.of(new ReceiptReceived(Accounts.of(chat), teller, ids, status.get()));
  }

  private static List<ReceiptReceived> grouped(List<Node> grouped, Jid chat, ReceiptStatus status) {
    List<ReceiptReceived> events = new ArrayList<>();
    for (Node participants : grouped) {
      Optional<String> id = participants.attribute("key");
      for (Node user : participants.children("user")) {
        Optional<Jid> jid = user.jidAttribute("jid");
        if (id.isPresent() && jid.isPresent() && events.size() < MAX_IDS) {
          events.add(new ReceiptReceived(Accounts.of(chat), jid.get(), List.of(id.get()), status));
        }
      }
    }
    return events;
  }

  private static List<String> ids(Node receipt) {
    List<String> ids = new ArrayList<>();
    receipt.attribute("id").ifPresent(ids::add);
    for (Node list : receipt.children("list")) {
      for (Node item : list.children("item")) {
        item.attribute("id").filter(id -> ids.size() < MAX_IDS).ifPresent(ids::add);
      }
    }
    return ids;
  }

  private static Optional<ReceiptStatus> status(String type) {
    return switch (type) {
      case "", "delivery" -> Optional.of(ReceiptStatus.DELIVERED);
      case "sender" -> Optional.of(ReceiptStatus.SENDER);
      case "read" -> Optional.of(ReceiptStatus.READ);
      case "read-self" -> Optional.of(ReceiptStatus.READ_SELF);
      case "played", "played-self" -> Optional.of(ReceiptStatus.PLAYED);
      case "inactive" -> Optional.of(ReceiptStatus.INACTIVE);
      default -> Optional.empty(); // peer_msg, hist_sync, server-error: among devices
    };
  }
}
