package org.amarula.messaging.internal.device;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.session.SessionTable;

/**
 * Applies what the server tells of devices to the cached lists, spec/signal.md 6.3. A list that
 * does not have the announced hash afterwards is dropped; none is ever made from a notice about
 * others. Thread-safe.
 */
public final class DeviceNotices {
  private final ProfileStorage storage;
  private final DeviceTable table;
  private final SessionTable sessions;
  private final SenderKeyTable senderKeys;
  private final Mappings mappings;
  private final Custody custody;
  private final DeviceDirectory directory;
  private final Clock clock;

  /** Notices for the lists in {@code storage}. */
  public DeviceNotices(
      ProfileStorage storage,
      Mappings mappings,
      Custody custody,
      DeviceDirectory directory,
      Clock clock) {
    this.storage = storage;
    this.table = new DeviceTable(storage);
    this.sessions = new SessionTable(storage);
    this.senderKeys = new SenderKeyTable(storage);
    this.mappings = mappings;
    this.custody = custody;
    this.directory = directory;
    this.clock = clock;
  }

  /** Applies changes of one user's devices. */
  public CompletionStage<Void> changed(Jid user, List<DeviceNotice> notices) {
    return custody.run(
        user,
        () -> {
          Jid name = mappings.canonical(user);
          directory.changed(name);
          Batch.Builder batch = Batch.builder();
          Optional<DeviceList> list = table.find(name);
          for (DeviceNotice notice : notices) {
            if (notice.kind() == DeviceNotice.Kind.REMOVE) {
              notice.devices().stream()
                  .filter(device -> device.id() != 0)
                  .forEach(device -> forget(batch, device.of(name)));
            }
            list = list.flatMap(before -> apply(user, before, notice));
          }
          if (list.isPresent()) {
            table.put(batch, name, list.get());
          } else {
            table.delete(batch, name);
          }
          return storage.commit(batch.build());
        });
  }

  /** Replaces the list of our own devices if it has the announced hash, else drops it. */
  public CompletionStage<Void> ownList(Link link, DeviceNotice notice) {
    Jid pn = link.own().pn().toUser();
    Jid lid = link.own().lid().toUser();
    return custody.run(
        lid,
        () -> {
          Jid name = mappings.canonical(lid);
          directory.changed(name);
          Batch.Builder batch = Batch.builder();
          DeviceList list = new DeviceList(notice.devices(), clock.instant(), notice.hash());
          boolean complete = hashes(pn, lid, list).contains(notice.hash());
          if (complete) {
            table.put(batch, name, list);
          } else {
            table.delete(batch, name);
          }
          return storage.commit(batch.build());
        });
  }

  /** Adds to {@code batch} that a user's list is forgotten; in the user's custody. */
  public void forgetList(Batch.Builder batch, Jid name) {
    directory.forget(batch, name);
  }

  // Our own sender keys are renewed when the next message finds that a holder is gone.
  private void forget(Batch.Builder batch, Jid device) {
    sessions.delete(batch, device);
    senderKeys.deleteAll(batch, device);
  }

  private Optional<DeviceList> apply(Jid user, DeviceList before, DeviceNotice notice) {
    if (notice.kind() == DeviceNotice.Kind.UPDATE) {
      return Optional.empty();
    }
    Set<Integer> named = new HashSet<>();
    notice.devices().forEach(device -> named.add(device.id()));
    List<Device> devices = new ArrayList<>(before.devices());
    devices.removeIf(device -> named.contains(device.id()));
    if (notice.kind() == DeviceNotice.Kind.ADD) {
      devices.addAll(notice.devices());
    }
    DeviceList after = new DeviceList(devices, before.learnedAt(), notice.hash());
    Jid other = mappings.other(user).orElse(user);
    return hashes(user, other, after).contains(notice.hash())
        ? Optional.of(after)
        : Optional.empty();
  }

  private static Set<String> hashes(Jid one, Jid other, DeviceList list) {
    return new HashSet<>(List.of(Phash.of(list.of(one)), Phash.of(list.of(other))));
  }
}
