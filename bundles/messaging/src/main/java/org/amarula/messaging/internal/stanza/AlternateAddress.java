package org.amarula.messaging.internal.stanza;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;

/** The attributes that pair a PN with a LID, spec/signal.md 8.1. */
public final class AlternateAddress {
  private AlternateAddress() {}

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
