package org.amarula.messaging.internal.address;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.event.Event;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.Tables;

/** Learns which PN and LID are one user, and moves the records together. Thread-safe. */
public final class AddressBook {
  private final ProfileStorage storage;
  private final SessionTable sessions;
  private final SenderKeyTable senderKeys;
  private final Approvals approvals;
  private final Mappings mappings;
  private final Custodians custodians;
  private final Executor workers;
  private final EventSink events;

  /** An address book on {@code storage}. */
  public AddressBook(
      ProfileStorage storage,
      Approvals approvals,
      Mappings mappings,
      Custodians custodians,
      Executor workers,
      EventSink events) {
    this.storage = storage;
    this.sessions = new SessionTable(storage);
    this.senderKeys = new SenderKeyTable(storage);
    this.approvals = approvals;
    this.mappings = mappings;
    this.custodians = custodians;
    this.workers = workers;
    this.events = events;
  }

  /**
   * Learns that two addresses are of one account; completes when that is durable. Two of one kind,
   * or of no person, are left alone.
   */
  public CompletionStage<Void> learn(Jid one, Jid other) {
    return learn(Map.of(one, other));
  }

  /** Learns several pairs in one batch. */
  public CompletionStage<Void> learn(Map<Jid, Jid> pairs) {
    return CompletableFuture.supplyAsync(() -> unknown(pairs), workers)
        .thenCompose(
            fresh ->
                fresh.isEmpty() ? Stages.done() : learn(fresh, List.of(), (batch, named) -> {}));
  }

  /** Rows that go into the batch of what is learnt. */
  @FunctionalInterface
  public interface Rows {
    /** Adds them; {@code named} tells under which name an account is kept from now on. */
    void add(Batch.Builder batch, UnaryOperator<Jid> named);
  }

  /**
   * Learns several pairs and adds rows of some users, whose custody is held, all in one batch.
   *
   * @param pairs two names of an account each
   * @param users whose rows are added
   */
  public CompletionStage<Void> learn(Map<Jid, Jid> pairs, Collection<Jid> users, Rows rows) {
    return CompletableFuture.supplyAsync(() -> held(pairs, users), workers)
        .thenCompose(
            names ->
                custodians
                    .runAll(names, () -> Stages.begin(() -> held(names, pairs, users, rows)))
                    .thenCompose(
                        done -> done ? Stages.done() : learn(pairs, users, rows))); // it was moved
  }

  private Set<Jid> held(Map<Jid, Jid> pairs, Collection<Jid> users) {
    Set<Jid> names = new TreeSet<>(Comparator.comparing(Jid::toString));
    unknown(pairs)
        .forEach(
            (pn, lid) -> {
              names.add(pn);
              names.add(lid);
            });
    users.forEach(user -> names.add(mappings.canonical(user)));
    return names;
  }

  /** The pairs that are not known, PN first, each name once. */
  private Map<Jid, Jid> unknown(Map<Jid, Jid> pairs) {
    Map<Jid, Jid> fresh = new LinkedHashMap<>();
    pairs.forEach(
        (one, other) -> {
          Jid first = Accounts.of(one);
          Jid second = Accounts.of(other);
          Jid pn = first.isPn() ? first : second;
          Jid lid = first.isPn() ? second : first;
          boolean valid =
              pn.isPn() && lid.isLid() && Accounts.isPerson(pn) && Accounts.isPerson(lid);
          if (valid
              && !fresh.containsKey(pn)
              && !fresh.containsValue(lid)
              && mappings.other(pn).filter(lid::equals).isEmpty()) {
            fresh.put(pn, lid);
          }
        });
    return fresh;
  }

  /** In the custody of all names; tells whether they were the right ones. */
  private CompletionStage<Boolean> held(
      Set<Jid> names, Map<Jid, Jid> pairs, Collection<Jid> users, Rows rows) {
    if (!names.containsAll(held(pairs, users))) {
      return Stages.of(false);
    }
    Batch.Builder batch = Batch.builder();
    Map<Jid, Jid> fresh = unknown(pairs);
    Set<Jid> changed = new LinkedHashSet<>();
    fresh.forEach(
        (pn, lid) -> {
          if (migrate(batch, pn, lid)) {
            changed.add(lid);
          }
        });
    rows.add(batch, user -> fresh.getOrDefault(Accounts.of(user), mappings.canonical(user)));
    Batch built = batch.build();
    return (built.isEmpty() ? Stages.done() : storage.commit(built))
        .thenApply(
            none -> {
              fresh.forEach(mappings::learnt);
              changed.forEach(lid -> tell(new IdentityChanged(lid, approvals.isStrict())));
              return true;
            });
  }

  /** spec/signal.md 8.3; tells whether the user behind the names is another than before. */
  private boolean migrate(Batch.Builder batch, Jid pn, Jid lid) {
    Optional<Jid> former = mappings.other(pn);
    former.ifPresent(old -> batch.delete(Tables.MAPPING, old.toString()));
    mappings.other(lid).ifPresent(old -> batch.delete(Tables.MAPPING, old.toString()));
    MappingRows.put(batch, pn, lid);
    moveSessions(batch, pn, lid);
    boolean conflict = moveIdentities(batch, pn, lid);
    if (former.isPresent()) {
      approvals.changed(batch, lid); // who goes by the number is another
    }
    senderKeys.move(batch, pn, lid);
    TokenRows.move(storage, batch, pn, lid);
    // a list that is too old stays too old
    storage
        .read(Tables.KEY_INDEX, pn.toString())
        .filter(row -> storage.read(Tables.KEY_INDEX, lid.toString()).isEmpty())
        .ifPresent(row -> batch.put(Tables.KEY_INDEX, lid.toString(), row));
    batch.delete(Tables.KEY_INDEX, pn.toString());
    batch.delete(Tables.DEVICE, pn.toString());
    return former.isPresent() || conflict;
  }

  private void tell(Event event) {
    events.deliver(event);
  }

  private void moveSessions(Batch.Builder batch, Jid pn, Jid lid) {
    for (Jid device : sessions.devices(pn)) {
      Jid target = Accounts.deviceOf(lid, device);
      SessionRecord moved = sessions.load(device);
      SessionRecord present = sessions.load(target);
      boolean empty = !present.hasCurrent() && present.archivedCount() == 0;
      sessions.put(batch, target, empty ? moved : present.mergeArchived(moved)); // D-25
      sessions.delete(batch, device);
    }
  }

  private boolean moveIdentities(Batch.Builder batch, Jid pn, Jid lid) {
    boolean conflict = false;
    for (Jid device : sessions.knownDevices(pn)) {
      Optional<Bytes> moved = sessions.identity(device);
      Jid target = Accounts.deviceOf(lid, device);
      Optional<Bytes> present = sessions.identity(target);
      approvals.move(batch, device, target);
      if (present.isEmpty()) {
        moved.ifPresent(identity -> sessions.putIdentity(batch, target, identity));
      } else if (!moved.equals(present)) {
        conflict = true;
        approvals.changed(batch, target);
      }
      sessions.delete(batch, device);
    }
    return conflict;
  }
}
