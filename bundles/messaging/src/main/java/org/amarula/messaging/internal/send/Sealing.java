package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.amarula.api.Bytes;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.Event;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.IdentityNotApprovedException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.async.Spread;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.SessionStart;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.session.SessionTable;

/**
 * The sessions that a message needs: read together, started from bundles where there is none, and
 * encrypted in. For use in the custody of the devices' users; devices are named as in storage.
 */
final class Sealing {
  // spec/signal.md 3.3: a session that was never answered is replaced
  private static final Duration PENDING_LIFE = Duration.ofDays(30);

  private final SessionTable sessions;
  private final SessionStart starts;
  private final Approvals approvals;
  private final ProfileStorage storage;
  private final EventSink told;
  private final Executor workers;
  private final SecureRandom random;
  private final Clock clock;

  Sealing(MessengerContext context, SecureRandom random) {
    this.sessions = new SessionTable(context.storage());
    this.starts = new SessionStart(sessions);
    this.approvals = new Approvals(context);
    this.storage = context.storage();
    this.told = context.events();
    this.workers = context.workers();
    this.random = random;
    this.clock = context.clock();
  }

  /** What came of the preparation; nothing is stored yet. */
  sealed interface Prepared {
    /** First fetch the bundles of these devices. */
    record Missing(Set<Jid> devices) implements Prepared {}

    /**
     * The sessions.
     *
     * @param records those that can be encrypted in
     * @param identities the identities of the sessions that are new
     * @param changed the devices that had another identity before
     * @param events what was found out on the way
     */
    record Ready(
        Map<Jid, SessionRecord> records,
        Map<Jid, Bytes> identities,
        Set<Jid> changed,
        List<Event> events)
        implements Prepared {}
  }

  /**
   * Reads the sessions of {@code devices} and starts those that are missing, many of them on all
   * workers at once. What failed is in the stage: also that an identity waits for approval, and
   * then one that was new is stored.
   *
   * @param bundles those that were fetched
   * @param asked the devices that were asked for: one without bundle is left out
   */
  CompletionStage<Prepared> prepare(
      Link link, Collection<Jid> devices, Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
    Optional<IdentityNotApprovedException> refusal = approvals.refusal(devices);
    if (refusal.isPresent()) {
      return Stages.failed(refusal.get());
    }
    Map<Jid, SessionRecord> loaded = sessions.load(devices);
    Set<Jid> missing = new LinkedHashSet<>();
    List<Jid> starting = new ArrayList<>();
    loaded.forEach(
        (device, record) -> {
          if (!isUsable(record) && !asked.contains(device)) {
            missing.add(device);
          } else if (!isUsable(record) && bundles.containsKey(device)) {
            starting.add(device);
          }
        });
    if (!missing.isEmpty()) {
      return Stages.of(new Prepared.Missing(missing));
    }
    Map<Jid, Bytes> known = starts.identities(starting);
    return Spread.over(
            starting,
            device ->
                SessionStart.start(link, device, loaded.get(device), bundles.get(device), known)
                    .onlyVouched(approvals.isStrict()),
            workers)
        .thenApply(results -> ready(loaded, starting, results, bundles.keySet()))
        .thenCompose(
            ready ->
                approvals.isStrict() && !ready.changed().isEmpty()
                    ? unapproved(starting, ready)
                    : Stages.of(ready));
  }

  /** 9.3: what was started is kept and told, and nothing is sent. */
  private CompletionStage<Prepared> unapproved(List<Jid> starting, Prepared.Ready ready) {
    Batch.Builder batch = Batch.builder();
    store(batch, ready);
    for (Jid device : starting) {
      if (ready.records().containsKey(device)) {
        sessions.put(batch, device, ready.records().get(device));
      }
    }
    ready.changed().forEach(device -> approvals.changed(batch, device));
    return storage
        .commit(batch.build())
        .thenCompose(
            none -> {
              ready.events().forEach(told::deliver);
              return Stages.failed(Approvals.of(ready.changed()));
            });
  }

  /** Why nothing may be sent to these devices, if so. */
  Optional<IdentityNotApprovedException> refusal(Collection<Jid> devices) {
    return approvals.refusal(devices);
  }

  private Prepared.Ready ready(
      Map<Jid, SessionRecord> loaded,
      List<Jid> starting,
      List<SessionStart.Result> results,
      Set<Jid> withKeys) {
    Prepared.Ready ready =
        new Prepared.Ready(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>());
    Map<Jid, SessionRecord> found = new LinkedHashMap<>(loaded);
    for (int i = 0; i < starting.size(); i++) {
      found.put(starting.get(i), started(starting.get(i), results.get(i), ready));
    }
    found.forEach(
        (device, record) -> {
          if (record.hasCurrent()) {
            ready.records().put(device, record);
          } else if (!withKeys.contains(device)) {
            ready.events().add(new DeviceRefused(device, "no-keys")); // 5.3: reported
          }
        });
    return ready;
  }

  /** Adds the identities that are new to {@code batch}. */
  void store(Batch.Builder batch, Prepared.Ready ready) {
    ready.identities().forEach((device, key) -> sessions.putIdentity(batch, device, key));
  }

  /** A ciphertext, and the session's row after it. */
  private record Step(Encrypted encrypted, Bytes row) {}

  /**
   * Encrypts for each device of {@code records}, in their order and for many on all workers at
   * once; then adds the advanced sessions to {@code batch}.
   */
  CompletionStage<Map<Jid, Encrypted>> encrypt(
      Link link,
      Map<Jid, SessionRecord> records,
      Function<Jid, Bytes> plaintext,
      Batch.Builder batch) {
    List<Jid> devices = List.copyOf(records.keySet());
    return Spread.over(
            devices, device -> step(link, records.get(device), plaintext.apply(device)), workers)
        .thenApply(
            steps -> {
              Map<Jid, Encrypted> encrypted = new LinkedHashMap<>();
              for (int i = 0; i < steps.size(); i++) {
                sessions.put(batch, devices.get(i), steps.get(i).row());
                encrypted.put(devices.get(i), steps.get(i).encrypted());
              }
              return encrypted;
            });
  }

  private Step step(Link link, SessionRecord record, Bytes plaintext) {
    try {
      Encrypted encrypted = link.cipher().encrypt(record, pad(plaintext));
      return new Step(encrypted, Bytes.wrap(encrypted.record().serialize()));
    } catch (NoSessionException e) {
      throw new IllegalStateException("A current session cannot encrypt.", e);
    }
  }

  /** The plaintext with its random padding. */
  byte[] pad(Bytes plaintext) {
    return MessagePadding.pad(plaintext.toArray(), random.nextInt(16));
  }

  private boolean isUsable(SessionRecord record) {
    return record.hasCurrent()
        && record
            .pendingSince()
            .filter(since -> since.plus(PENDING_LIFE).isBefore(clock.instant()))
            .isEmpty();
  }

  private SessionRecord started(Jid device, SessionStart.Result result, Prepared.Ready ready) {
    if (result instanceof SessionStart.Result.Started started) {
      ready.identities().put(device, started.identity());
      if (started.changed()) {
        ready.changed().add(device);
        ready.events().add(new IdentityChanged(device, approvals.isStrict())); // 9.3: told
      }
      if (!started.vouched()) {
        ready.events().add(new DeviceUnverified(device)); // 2.3: accepted, as in 6.5
      }
      return started.record();
    }
    ready.events().add(new DeviceRefused(device, ((SessionStart.Result.Refused) result).check()));
    return SessionRecord.empty();
  }
}
