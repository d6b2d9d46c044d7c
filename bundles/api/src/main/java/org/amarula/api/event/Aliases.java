package org.amarula.api.event;

import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;

/**
 * The other names of the accounts in an event, as far as they are known: whoever has a phone number
 * and a hidden id goes by one of them in each chat (spec/signal.md 8.1). Immutable.
 *
 * @param others the other name of each account, none with a device
 */
public record Aliases(Map<Jid, Jid> others) {
  /** No other name is known. */
  public static final Aliases NONE = new Aliases(Map.of());

  /** Keeps a copy. */
  public Aliases {
    others = Map.copyOf(others);
  }

  /** The other name of the account behind {@code jid}, whichever device. */
  public Optional<Jid> of(Jid jid) {
    return Optional.ofNullable(others.get(jid.toAccount()));
  }

  /** The account behind {@code jid} by phone number, or as it is when that is not known. */
  public Jid phoneNumber(Jid jid) {
    Jid account = jid.toAccount();
    return account.isPn() ? account : of(account).filter(Jid::isPn).orElse(account);
  }

  @Override
  public String toString() {
    return "Aliases[" + others.size() + "]";
  }
}
