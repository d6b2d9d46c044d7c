package org.amarula.messaging.internal.send;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.senderkey.Doubts;
import org.amarula.messaging.internal.senderkey.HolderTable;
import org.amarula.messaging.internal.senderkey.KeyHolders;
import org.amarula.messaging.internal.session.SessionTable;

/** Those who get our sender key of a group by a stanza (spec/signal.md 4). Thread-safe. */
final class KeyReceivers {
  private final ProfileStorage storage;
  private final SessionTable sessions;
  private final HolderTable table;
  private final Mappings mappings;
  private final Custody custody;
  private final Doubts doubts;

  KeyReceivers(ProfileStorage storage, Mappings mappings, Custody custody, Doubts doubts) {
    this.storage = storage;
    this.sessions = new SessionTable(storage);
    this.table = new HolderTable(storage);
    this.mappings = mappings;
    this.custody = custody;
    this.doubts = doubts;
  }

  /**
   * Who gets which key.
   *
   * @param keyId the key's id
   * @param devices named as in storage
   * @param mark of the doubts at that time
   */
  record Given(int keyId, Set<Jid> devices, long mark) {
    Given {
      devices = Set.copyOf(devices);
    }
  }

  /** Nobody gets anything. */
  static Given nothing() {
    return new Given(0, Set.of(), 0);
  }

  /** These devices get this key; in the custody of our own account. */
  Given given(int keyId, Set<Jid> devices) {
    return new Given(keyId, devices, doubts.mark());
  }

  /** What each receiver's identity is; unknown ones count as changed at the next message. */
  Map<Jid, Bytes> identities(Sealing.Prepared.Ready ready) {
    Map<Jid, Bytes> known = new HashMap<>(sessions.identities(ready.records().keySet()));
    known.putAll(ready.identities());
    Map<Jid, Bytes> hashes = new LinkedHashMap<>();
    for (Jid device : ready.records().keySet()) {
      hashes.put(device, HolderTable.hash(known.getOrDefault(device, Bytes.EMPTY)));
    }
    return hashes;
  }

  /** The server has the stanza: who was given the key and not doubted since has it from now on. */
  CompletionStage<Void> confirm(Link link, Jid group, Given given) {
    return given.devices().isEmpty()
        ? Stages.done()
        : custody.run(link.own().lid(), () -> confirmInCustody(group, given));
  }

  private CompletionStage<Void> confirmInCustody(Jid group, Given given) {
    Optional<KeyHolders> holders = table.load(group, mappings::canonicalDevice);
    if (holders.filter(found -> found.keyId() == given.keyId()).isEmpty()) {
      return Stages.done();
    }
    Set<Jid> named = new HashSet<>();
    given.devices().stream()
        .filter(device -> !doubts.isDoubted(mappings.canonical(device), given.mark()))
        .forEach(device -> named.add(mappings.canonicalDevice(device)));
    Batch.Builder batch = Batch.builder();
    table.put(batch, group, holders.get().marked(named, true));
    return storage.commit(batch.build());
  }
}
