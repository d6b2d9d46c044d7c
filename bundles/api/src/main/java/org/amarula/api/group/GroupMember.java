package org.amarula.api.group;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amarula.api.jid.Jid;

/**
 * One participant of a group.
 *
 * @param jid the account, as the group names it
 * @param aliases the same account's other name, if the server told it: at most one
 * @param role what the account may do
 */
public record GroupMember(Jid jid, List<Jid> aliases, Role role) {
  /** What a participant may do. */
  public enum Role {
    /** Nothing special. */
    MEMBER,
    /** Changes the group and its participants. */
    ADMIN,
    /** An administrator who cannot be removed; mostly who created the group. */
    SUPERADMIN
  }

  /** Keeps a copy of the aliases. */
  public GroupMember {
    Objects.requireNonNull(jid, "jid");
    aliases = List.copyOf(aliases);
    Objects.requireNonNull(role, "role");
  }

  /** Whether this participant may change the group. */
  public boolean isAdmin() {
    return role != Role.MEMBER;
  }

  /** The account by phone number, if that is known. */
  public Optional<Jid> phoneNumber() {
    return jid.isPn() ? Optional.of(jid) : aliases.stream().filter(Jid::isPn).findFirst();
  }

  /** Whether {@code account} is a name of this participant. */
  public boolean is(Jid account) {
    return jid.equals(account.toAccount()) || aliases.contains(account.toAccount());
  }

  @Override
  public String toString() {
    return "GroupMember[" + jid.redacted() + ", " + role + "]";
  }
}
