package org.amarula.messaging.internal.stanza;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;

/** The attributes that pair a PN with a LID, spec/signal.md 8.1. */
public final class AlternateAddress {
  private AlternateAddress() {}

  /**
   * The pairs in the attributes of a stanza that is no message: {@code sender_*} names who it is
   * from, {@code participant_*} the participant, {@code recipient_*} the recipient.
   */
  public static Map<Jid, Jid> pairs(Node stanza) {
    Map<Jid, Jid> pairs = new HashMap<>();
    pair(stanza, "from", "sender", pairs);
    pair(stanza, "participant", "participant", pairs);
    pair(stanza, "recipient", "recipient", pairs);
    return pairs;
  }

  private static void pair(Node stanza, String primary, String name, Map<Jid, Jid> pairs) {
    stanza
        .jidAttribute(primary)
        .ifPresent(
            jid -> of(stanza, name, jid).ifPresent(other -> pairs.put(Accounts.of(jid), other)));
  }

  /** The account in {@code NAME_lid} or {@code NAME_pn}, if it is of the other kind. */
  public static Optional<Jid> of(Node stanza, String name, Jid primary) {
    Jid account = Accounts.of(primary);
    if (!Accounts.isPerson(account)) {
      return Optional.empty();
    }
    return stanza
        .jidAttribute(name + (account.isLid() ? "_pn" : "_lid"))
        .filter(Accounts::isPerson)
        .map(Accounts::of)
        .filter(alternate -> account.isLid() ? alternate.isPn() : alternate.isLid());
  }
}
