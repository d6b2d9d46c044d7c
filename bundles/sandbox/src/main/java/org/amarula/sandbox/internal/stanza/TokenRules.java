package org.amarula.sandbox.internal.stanza;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;

/**
 * The tokens that go along with a message (spec features.md 10.2): where they belong, and for the
 * one that stands in for a contact's whether it is right. Stateless.
 */
final class TokenRules {
  private static final String TRUSTED = "tctoken";
  private static final String SALTED = "cstoken";

  private TokenRules() {}

  /** Checks those of a message to one account. */
  static void check(Ledger ledger, Account sender, Account recipient, Node message)
      throws RefusedMessageException {
    Optional<Node> salted = message.child(SALTED);
    boolean any = salted.isPresent() || message.child(TRUSTED).isPresent();
    if (any && (message.hasAttribute("category", "peer") || isAgain(message))) {
      throw MessageShape.malformed("token-place", "Neither peers nor resends carry a token.");
    }
    if (salted.isEmpty()) {
      return;
    }
    if (message.child(TRUSTED).isPresent()) {
      throw MessageShape.malformed("token-twice", "A message carries one token.");
    }
    byte[] right =
        Hmac.sha256(
            sender.contactSalt().toArray(), recipient.jid(Jid.LID).toString().getBytes(UTF_8));
    if (!MessageDigest.isEqual(right, salted.get().contentAsBytes().orElseGet(() -> new byte[0]))) {
      throw MessageShape.malformed("cstoken", "The salted token is not of this contact.");
    }
    ledger.count(Tally.SALTED_TOKENS);
  }

  /** Refuses any in a message to several. */
  static void checkNone(Node message) throws RefusedMessageException {
    if (message.child(SALTED).isPresent() || message.child(TRUSTED).isPresent()) {
      throw MessageShape.malformed("token-place", "A message to several carries no token.");
    }
  }

  private static boolean isAgain(Node message) {
    return message.hasAttribute("device_fanout", "false");
  }
}
