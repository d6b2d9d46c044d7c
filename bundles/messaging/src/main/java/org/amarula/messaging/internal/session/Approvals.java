package org.amarula.messaging.internal.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.IdentityNotApprovedException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.Tables;

/**
 * Which devices have a new identity that waits for approval, spec/signal.md 9.3; nothing does
 * unless the policy is strict. Stateless; to be changed only in the custody of the user. Devices
 * are named as in storage.
 */
public final class Approvals {
  private static final Bytes KNOWN = Bytes.EMPTY;
  private static final Bytes TO_COME = Bytes.utf8("1");

  private final ProfileStorage storage;
  private final SessionTable sessions;
  private final boolean strict;

  /** The approvals of the account of {@code context}. */
  public Approvals(MessengerContext context) {
    this.storage = context.storage();
    this.sessions = new SessionTable(storage);
    this.strict = context.settings().strictIdentities();
  }

  /** Whether identities must be approved at all. */
  public boolean isStrict() {
    return strict;
  }

  /**
   * A device has another identity than before, and {@code batch} stores it.
   *
   * @return whether it needs approval
   */
  public boolean changed(Batch.Builder batch, Jid device) {
    if (strict) {
      batch.put(Tables.UNAPPROVED, Addresses.key(device), KNOWN);
    }
    return strict;
  }

  /**
   * The server tells that a user's devices have other identities than those that are known.
   *
   * @return whether any needs approval
   */
  public boolean announced(Batch.Builder batch, Jid user) {
    List<Jid> known = strict ? sessions.knownDevices(user) : List.of();
    known.forEach(device -> batch.put(Tables.UNAPPROVED, Addresses.key(device), TO_COME));
    return !known.isEmpty();
  }

  /** A device has another name from now on. */
  public void move(Batch.Builder batch, Jid from, Jid to) {
    storage
        .read(Tables.UNAPPROVED, Addresses.key(from))
        .ifPresent(row -> batch.put(Tables.UNAPPROVED, Addresses.key(to), row));
    batch.delete(Tables.UNAPPROVED, Addresses.key(from));
  }

  /** Why nothing may be sent to {@code devices}, if so; blocks for local I/O. */
  public Optional<IdentityNotApprovedException> refusal(Collection<Jid> devices) {
    if (!strict || devices.isEmpty()) {
      return Optional.empty();
    }
    Set<String> waiting =
        storage.read(Tables.UNAPPROVED, devices.stream().map(Addresses::key).toList()).keySet();
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of(of(waiting.stream().map(Addresses::device).toList()));
  }

  /** The error that the new identities of {@code devices} are. */
  public static IdentityNotApprovedException of(Collection<Jid> devices) {
    Set<Jid> users = new TreeSet<>(Comparator.comparing(Jid::toString));
    devices.forEach(device -> users.add(Accounts.of(device)));
    return new IdentityNotApprovedException(users);
  }

  /** Approves what waits of a user, in its custody; tells whether anything did. */
  public CompletionStage<Boolean> approve(Jid user) {
    Batch.Builder batch = Batch.builder();
    List<Jid> waiting = sessions.devices(Tables.UNAPPROVED, user);
    for (Jid device : waiting) {
      String key = Addresses.key(device);
      if (storage.read(Tables.UNAPPROVED, key).filter(TO_COME::equals).isPresent()) {
        batch.delete(Tables.IDENTITY, key); // the next one counts as the first
      }
      batch.delete(Tables.UNAPPROVED, key);
    }
    return storage.commit(batch.build()).thenApply(none -> !waiting.isEmpty());
  }
}
