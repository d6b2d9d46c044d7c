package org.amarula.messaging.internal.address;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.amarula.api.event.Aliases;
import org.amarula.api.event.Event;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.Accounts;

/** Gives events the other names of those in them. Stateless. */
public final class EventNames {
  private EventNames() {}

  /**
   * The event with the other names that {@code other} knows.
   *
   * @param other the other name of an account
   */
  public static Event named(Event event, Function<Jid, Optional<Jid>> other) {
    if (event instanceof ReceiptReceived told && told.aliases().equals(Aliases.NONE)) {
      Aliases aliases = aliases(other, List.of(told.chat(), told.from()));
      return new ReceiptReceived(told.chat(), told.from(), told.ids(), told.status(), aliases);
    }
    if (event instanceof MessageUnreadable told && told.aliases().equals(Aliases.NONE)) {
      return new MessageUnreadable(
          told.chat(),
          told.author(),
          told.id(),
          told.reason(),
          told.retried(),
          aliases(other, List.of(told.chat(), told.author())));
    }
    if (event instanceof IdentityChanged told && told.aliases().equals(Aliases.NONE)) {
      Aliases aliases = aliases(other, List.of(told.device()));
      return new IdentityChanged(told.device(), aliases, told.needsApproval());
    }
    if (event instanceof GroupParticipantsChanged told && told.aliases().equals(Aliases.NONE)) {
      List<Jid> all = new java.util.ArrayList<>(told.participants());
      all.add(told.by());
      return new GroupParticipantsChanged(
          told.group(), told.change(), told.participants(), told.by(), aliases(other, all));
    }
    return event;
  }

  private static Aliases aliases(Function<Jid, Optional<Jid>> other, List<Jid> names) {
    Map<Jid, Jid> found = new HashMap<>();
    for (Jid name : names) {
      Jid account = Accounts.of(name);
      if (Accounts.isPerson(account)) {
        other.apply(account).ifPresent(alias -> found.put(account, alias));
      }
    }
    return found.isEmpty() ? Aliases.NONE : new Aliases(found);
  }
}
