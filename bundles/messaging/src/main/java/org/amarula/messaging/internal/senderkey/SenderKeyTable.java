package org.amarula.messaging.internal.senderkey;

import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.CorruptRecordException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.messaging.internal.session.Addresses;
import org.amarula.messaging.internal.store.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sender keys in storage, by device and group. A device's rows are changed only in the custody of
 * its user, our own in that of our own account. Thread-safe; reads block for local I/O.
 */
public final class SenderKeyTable {
  private static final Logger LOG = LoggerFactory.getLogger(SenderKeyTable.class);
  private static final int MAX_GROUPS = 10_000;

  private final ProfileStorage storage;

  /** The sender keys in {@code storage}. */
  public SenderKeyTable(ProfileStorage storage) {
    this.storage = storage;
  }

  /**
   * The keys of a device in a group; an empty record when there is none. One that cannot be read
   * counts as none: the sender is asked for its key, and of our own a new one is made.
   */
  public SenderKeyRecord load(Jid group, Jid device) {
    return storage
        .read(Tables.SENDER_KEY, key(group, device))
        .map(row -> parse(device, row))
        .orElseGet(SenderKeyRecord::empty);
  }

  /** Adds the keys of a device in a group to {@code batch}. */
  public void put(Batch.Builder batch, Jid group, Jid device, SenderKeyRecord record) {
    batch.put(Tables.SENDER_KEY, key(group, device), Bytes.wrap(record.serialize()));
  }

  /** Adds to {@code batch} that the keys of a device in a group are forgotten. */
  public void delete(Batch.Builder batch, Jid group, Jid device) {
    batch.delete(Tables.SENDER_KEY, key(group, device));
  }

  /** Adds to {@code batch} that all keys of a device are forgotten. */
  public void deleteAll(Batch.Builder batch, Jid device) {
    rows(Addresses.key(device) + "/").keySet().forEach(key -> batch.delete(Tables.SENDER_KEY, key));
  }

  /** Adds to {@code batch} that a user's keys are kept under another name; what is there stays. */
  public void move(Batch.Builder batch, Jid user, Jid name) {
    rows(Addresses.prefix(user))
        .forEach(
            (key, row) -> {
              int slash = key.indexOf('/');
              Jid device = Addresses.device(key.substring(0, slash));
              String target =
                  Addresses.key(Jid.of(name.user(), device.device(), name.server()))
                      + key.substring(slash);
              if (storage.read(Tables.SENDER_KEY, target).isEmpty()) {
                batch.put(Tables.SENDER_KEY, target, row);
              }
              batch.delete(Tables.SENDER_KEY, key);
            });
  }

  private Map<String, Bytes> rows(String prefix) {
    return storage.scan(Tables.SENDER_KEY, prefix, "", MAX_GROUPS);
  }

  private static String key(Jid group, Jid device) {
    return Addresses.key(device) + '/' + group;
  }

  private static SenderKeyRecord parse(Jid device, Bytes row) {
    try {
      return SenderKeyRecord.parse(row.toArray());
    } catch (CorruptRecordException e) {
      LOG.warn("The sender keys of {} cannot be read.", device.redacted(), e);
      return SenderKeyRecord.empty();
    }
  }
}
