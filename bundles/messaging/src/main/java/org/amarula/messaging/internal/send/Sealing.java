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
import java.util.Set;
import org.amarula.api.Bytes;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.Event;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.SessionStart;
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
  private final SecureRandom random;
  private final Clock clock;

  Sealing(ProfileStorage storage, SecureRandom random, Clock clock) {
    this.sessions = new SessionTable(storage);
    this.starts = new SessionStart(sessions);
    this.random = random;
    this.clock = clock;
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
   * Reads the sessions of {@code devices} and starts those that are missing.
   *
   * @param bundles those that were fetched
   * @param asked the devices that were asked for: one without bundle is left out
   */
  Prepared prepare(
      Link link, Collection<Jid> devices, Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
    Map<Jid, SessionRecord> loaded = sessions.load(devices);
    Set<Jid> missing = new LinkedHashSet<>();
    loaded.forEach(
        (device, record) -> {
          if (!isUsable(record) && !asked.contains(device)) {
            missing.add(device);
          }
        });
    if (!missing.isEmpty()) {
      return new Prepared.Missing(missing);
    }
    Prepared.Ready ready =
        new Prepared.Ready(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>());
    loaded.forEach(
        (device, record) -> {
          SessionRecord found = record;
          if (!isUsable(record) && bundles.containsKey(device)) {
            found = start(link, device, record, bundles.get(device), ready);
          }
          if (found.hasCurrent()) {
            ready.records().put(device, found);
          } else if (!bundles.containsKey(device)) {
            ready.events().add(new DeviceRefused(device, "no-keys")); // 5.3: reported
          }
        });
    return ready;
  }

  /** Adds the identities that are new to {@code batch}. */
  void store(Batch.Builder batch, Prepared.Ready ready) {
    ready.identities().forEach((device, key) -> sessions.putIdentity(batch, device, key));
  }

  /** Encrypts for one device and adds the advanced session to {@code batch}. */
  Encrypted encrypt(
      Link link, Jid device, SessionRecord record, Bytes plaintext, Batch.Builder batch) {
    try {
      Encrypted encrypted = link.cipher().encrypt(record, pad(plaintext));
      sessions.put(batch, device, encrypted.record());
      return encrypted;
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

  private SessionRecord start(
      Link link, Jid device, SessionRecord record, FetchedBundle bundle, Prepared.Ready ready) {
    SessionStart.Result result = starts.start(link, device, record, bundle);
    if (result instanceof SessionStart.Result.Started started) {
      ready.identities().put(device, started.identity());
      if (started.changed()) {
        ready.changed().add(device);
        ready.events().add(new IdentityChanged(device)); // spec/signal.md 9.3: accepted and told
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
