package org.amarula.sandbox.internal.groups;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Account;

/** All groups, by address. Confined to the lane. */
public final class Groups {
  private static final long FIRST_ID = 120_363_000_000_000_000L;

  private final Map<Jid, Group> groups = new LinkedHashMap<>();
  private final SecureRandom random;
  private long lastId = FIRST_ID;

  /** Starts with none. */
  public Groups(SecureRandom random) {
    this.random = random;
  }

  /** An address that no group has. */
  Jid nextJid() {
    return Jid.of(Long.toString(++lastId), Jid.GROUP);
  }

  void add(Group group) {
    groups.put(group.jid(), group);
  }

  void remove(Group group) {
    groups.remove(group.jid());
  }

  /** The group with this address. */
  public Optional<Group> find(Jid jid) {
    return Optional.ofNullable(groups.get(jid));
  }

  /** All groups, oldest first. */
  public Collection<Group> all() {
    return List.copyOf(groups.values());
  }

  /** The groups of an account. */
  public List<Group> of(Account account) {
    return groups.values().stream().filter(group -> group.has(account)).toList();
  }

  /** Who shares a group with an account, without itself. */
  public Set<Account> companions(Account account) {
    Set<Account> found = new LinkedHashSet<>();
    of(account).forEach(group -> found.addAll(group.members()));
    found.remove(account);
    return found;
  }

  Optional<Group> byCode(String code) {
    return groups.values().stream().filter(each -> each.inviteCode().equals(code)).findFirst();
  }

  boolean revoked(String code) {
    return groups.values().stream().anyMatch(group -> group.revoked(code));
  }

  /** A fresh invite code. */
  String newCode() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replace('-', 'x');
  }
}
