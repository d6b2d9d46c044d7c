package org.amarula.messaging.internal.address;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
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
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.Tables;

/** Learns which PN and LID are one user, and moves the records together. Thread-safe. */
public final class AddressBook {
  private final ProfileStorage storage;
  private final SessionTable sessions;
  private final Mappings mappings;
  private final Custodians custodians;
  private final Executor workers;
  private final EventSink events;

  /** An address book on {@code storage}. */
  public AddressBook(
      ProfileStorage storage,
      Mappings mappings,
      Custodians custodians,
      Executor workers,
      EventSink events) {
    this.storage = storage;
    this.sessions = new SessionTable(storage);
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
    Jid first = Accounts.of(one);
    Jid second = Accounts.of(other);
    Jid pn = first.isPn() ? first : second;
    Jid lid = first.isPn() ? second : first;
    if (!pn.isPn() || !lid.isLid() || !Accounts.isPerson(pn) || !Accounts.isPerson(lid)) {
      return Stages.done();
    }
    return CompletableFuture.supplyAsync(() -> mappings.other(pn), workers)
        .thenCompose(
            known ->
                known.filter(lid::equals).isPresent()
                    ? Stages.done()
                    : custodians.runAll(List.of(pn, lid), guarded(pn, lid)));
  }

  private Supplier<CompletionStage<Void>> guarded(Jid pn, Jid lid) {
    return () -> Stages.begin(() -> migrate(pn, lid));
  }

  /** In the custody of both names: spec/signal.md 8.3, one batch. */
  private CompletionStage<Void> migrate(Jid pn, Jid lid) {
    Optional<Jid> former = mappings.other(pn);
    if (former.filter(lid::equals).isPresent()) {
      return Stages.done();
    }
    Batch.Builder batch = Batch.builder();
    former.ifPresent(old -> batch.delete(Tables.MAPPING, old.toString()));
    mappings.other(lid).ifPresent(old -> batch.delete(Tables.MAPPING, old.toString()));
    MappingRows.put(batch, pn, lid);
    moveSessions(batch, pn, lid);
    boolean conflict = moveIdentities(batch, pn, lid);
    batch.delete(Tables.DEVICE, pn.toString());
    return storage
        .commit(batch.build())
        .thenAccept(
            none -> {
              mappings.learnt(pn, lid);
              if (former.isPresent() || conflict) {
                tell(new IdentityChanged(lid));
              }
            });
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
      if (present.isEmpty()) {
        moved.ifPresent(identity -> sessions.putIdentity(batch, target, identity));
      } else {
        conflict |= !moved.equals(present);
      }
      sessions.delete(batch, device);
    }
    return conflict;
  }
}
