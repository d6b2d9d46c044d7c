package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.Event;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.SessionStart;
import org.amarula.messaging.internal.session.SessionTable;

/**
 * Encrypts a message for all its devices as one joint operation in the custody of both accounts,
 * and completes when every advanced session and the sent message are on disk, in one batch
 * (spec/signal.md 10.2).
 */
final class Encryption {
  // spec/signal.md 3.3: a session that was never answered is replaced
  private static final Duration PENDING_LIFE = Duration.ofDays(30);

  private final ProfileStorage storage;
  private final SessionTable sessions;
  private final SessionStart starts;
  private final Mappings mappings;
  private final Custody custody;
  private final Supplier<SentMessages> sent;
  private final SecureRandom random;
  private final Clock clock;

  Encryption(
      ProfileStorage storage,
      Mappings mappings,
      Custody custody,
      Supplier<SentMessages> sent,
      SecureRandom random,
      Clock clock) {
    this.storage = storage;
    this.sessions = new SessionTable(storage);
    this.starts = new SessionStart(sessions);
    this.mappings = mappings;
    this.custody = custody;
    this.sent = sent;
    this.random = random;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** Nothing was done: first fetch the bundles of these devices, named as in storage. */
    record BundlesMissing(Set<Jid> devices) implements Outcome {}

    /**
     * Durable, and to be sent now.
     *
     * @param ciphertexts one ciphertext for each device that could be encrypted to
     * @param events what was found out on the way
     */
    record Ready(List<Sealed> ciphertexts, List<Event> events) implements Outcome {}
  }

  /** One device's ciphertext. */
  record Sealed(Fanout.Target target, Encrypted encrypted) {}

  /**
   * Encrypts, or tells which bundles are missing.
   *
   * @param bundles those that were fetched
   * @param asked the devices that were asked for: one without bundle is left out
   */
  CompletionStage<Outcome> seal(Fanout fanout, Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
    Set<Jid> users = new LinkedHashSet<>();
    users.add(fanout.chat());
    fanout.targets().forEach(target -> users.add(target.device()));
    return custody.runAll(users, () -> sealInCustody(fanout, bundles, asked));
  }

  private CompletionStage<Outcome> sealInCustody(
      Fanout fanout, Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
    Map<Jid, Fanout.Target> targets = new LinkedHashMap<>();
    fanout
        .targets()
        .forEach(target -> targets.put(mappings.canonicalDevice(target.device()), target));
    Map<Jid, SessionRecord> records = sessions.load(targets.keySet());
    Set<Jid> missing = new LinkedHashSet<>();
    records.forEach(
        (device, record) -> {
          if (!isUsable(record) && !asked.contains(device)) {
            missing.add(device);
          }
        });
    if (!missing.isEmpty()) {
      return Stages.of(new Outcome.BundlesMissing(missing));
    }
    List<Sealed> ciphertexts = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    Batch.Builder batch = Batch.builder();
    targets.forEach(
        (device, target) -> {
          SessionRecord record = records.get(device);
          if (!isUsable(record) && bundles.containsKey(device)) {
            record = start(fanout, device, record, bundles.get(device), batch, events);
          }
          if (record.hasCurrent()) {
            ciphertexts.add(new Sealed(target, encrypt(fanout, target, device, record, batch)));
          }
        });
    if (ciphertexts.stream().allMatch(one -> one.target().own()) && !fanout.toSelf()
        || ciphertexts.isEmpty()) {
      return Stages.of(new Outcome.Ready(List.of(), events)); // nobody to send to: store nothing
    }
    sent.get().remember(batch, mappings.canonical(fanout.chat()), fanout.id(), fanout.message());
    return storage.commit(batch.build()).thenApply(none -> new Outcome.Ready(ciphertexts, events));
  }

  private boolean isUsable(SessionRecord record) {
    return record.hasCurrent()
        && record
            .pendingSince()
            .filter(since -> since.plus(PENDING_LIFE).isBefore(clock.instant()))
            .isEmpty();
  }

  private SessionRecord start(
      Fanout fanout,
      Jid device,
      SessionRecord record,
      FetchedBundle bundle,
      Batch.Builder batch,
      List<Event> events) {
    SessionStart.Result result = starts.start(fanout.link(), device, record, bundle);
    if (result instanceof SessionStart.Result.Started started) {
      sessions.putIdentity(batch, device, started.identity());
      if (started.changed()) {
        events.add(new IdentityChanged(device)); // spec/signal.md 9.3: accepted and told
      }
      return started.record();
    }
    events.add(new DeviceRefused(device, ((SessionStart.Result.Refused) result).check()));
    return SessionRecord.empty();
  }

  private Encrypted encrypt(
      Fanout fanout, Fanout.Target target, Jid device, SessionRecord record, Batch.Builder batch) {
    byte[] padded = MessagePadding.pad(fanout.plaintext(target).toArray(), random.nextInt(16));
    try {
      Encrypted encrypted = fanout.link().cipher().encrypt(record, padded);
      sessions.put(batch, device, encrypted.record());
      return encrypted;
    } catch (NoSessionException e) {
      throw new IllegalStateException("A current session cannot encrypt.", e);
    }
  }
}
