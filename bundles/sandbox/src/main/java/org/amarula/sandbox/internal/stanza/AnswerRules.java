package org.amarula.sandbox.internal.stanza;

import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answered;

/** One answer for each stanza, in a known form (spec transport.md 6.9, signal.md 7.5, 7.6). */
final class AnswerRules {
  private static final Set<String> CLASSES = Set.of("message", "receipt", "notification", "call");
  private static final Set<String> DELIVERIES = Set.of("", "inactive", "sender", "peer_msg");
  private static final Set<String> TIMED = Set.of("read", "read-self", "played", "played-self");
  private static final Set<String> TYPES =
      Set.of(
          "",
          "inactive",
          "sender",
          "peer_msg",
          "hist_sync",
          "read",
          "read-self",
          "played",
          "played-self",
          "retry",
          "server-error");

  private AnswerRules() {}

  /** Notes an answer that nothing asked for. */
  static void check(Ledger ledger, Device device, String tag, String id, Answered how) {
    if (!CLASSES.contains(tag)) {
      violation(ledger, device, "answer-class", "Nothing of the class " + tag + " is answered.");
    } else if (how == Answered.TWICE) {
      violation(ledger, device, "answered-twice", "A " + tag + " is answered twice.");
    } else if (how == Answered.NEVER_SENT) {
      ledger.count(Tally.STRAY_ANSWERS);
    }
  }

  /** Notes an acknowledgement without an address or with a child: spec transport.md 6.9. */
  static void checkAck(Ledger ledger, Device device, Node ack) {
    if (ack.jidAttribute("to").isEmpty() || !ack.children().isEmpty()) {
      violation(ledger, device, "ack-form", "An acknowledgement has an address and no content.");
    }
  }

  /** Notes a second delivery receipt and a receipt of no known form. */
  static void check(Ledger ledger, Device device, Node receipt, Answered how) {
    String type = receipt.attribute("type").orElse("");
    if (!TYPES.contains(type)) {
      violation(ledger, device, "receipt-type", "There is no receipt of this type.");
    } else if (TIMED.contains(type) && receipt.numberAttribute("t").isEmpty()) {
      violation(ledger, device, "receipt-time", "A receipt of reading or playing tells when.");
    } else if (DELIVERIES.contains(type)) {
      check(ledger, device, "message", receipt.requireAttribute("id"), how);
    }
  }

  /** Notes a retry receipt that lacks what the sender needs. */
  static void checkRetry(Ledger ledger, Device device, Node receipt) {
    Node retry = receipt.requireChild("retry");
    boolean sound =
        retry.attribute("id").equals(receipt.attribute("id"))
            && retry.numberAttribute("count").orElse(0) > 0
            && retry.attribute("t").isPresent()
            && receipt
                .child("registration")
                .flatMap(Node::contentAsBytes)
                .filter(bytes -> bytes.length == 4)
                .isPresent();
    if (!sound) {
      violation(
          ledger, device, "retry-form", "A retry receipt lacks id, count, time or registration.");
    }
  }

  private static void violation(Ledger ledger, Device device, String rule, String detail) {
    ledger.violation(device.account().phone(), device.id(), rule, detail);
  }
}
