package org.amarula.messaging.internal.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.CorruptRecordException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Session records and identities. Stateless; to be read and changed only in the custody of the
 * user. Devices are named as in storage: by LID when it is known.
 */
public final class SessionTable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);
  private static final int MAX_DEVICES = 200;

  private final ProfileStorage storage;

  /** The tables in {@code storage}. */
  public SessionTable(ProfileStorage storage) {
    this.storage = storage;
  }

  /** The record of a device; an empty one when there is none or it cannot be read. */
  public SessionRecord load(Jid device) {
    return storage
        .read(Tables.SESSION, Addresses.key(device))
        .map(row -> parse(device, row))
        .orElseGet(SessionRecord::empty);
  }

  /** The records of several devices, in one read. */
  public Map<Jid, SessionRecord> load(Collection<Jid> devices) {
    Map<String, Bytes> rows =
        storage.read(Tables.SESSION, devices.stream().map(Addresses::key).toList());
    Map<Jid, SessionRecord> records = new LinkedHashMap<>();
    for (Jid device : devices) {
      Bytes row = rows.get(Addresses.key(device));
      records.put(device, row == null ? SessionRecord.empty() : parse(device, row));
    }
    return records;
  }

  /** Adds the record of a device to {@code batch}. */
  public void put(Batch.Builder batch, Jid device, SessionRecord record) {
    put(batch, device, Bytes.wrap(record.serialize()));
  }

  /** Adds the record of a device, already serialised, to {@code batch}. */
  public void put(Batch.Builder batch, Jid device, Bytes record) {
    batch.put(Tables.SESSION, Addresses.key(device), record);
  }

  /** The 33-byte identity of a device. */
  public Optional<Bytes> identity(Jid device) {
    return storage.read(Tables.IDENTITY, Addresses.key(device));
  }

  /** The identities of those devices that have one. */
  public Map<Jid, Bytes> identities(Collection<Jid> devices) {
    Map<String, Bytes> rows =
        storage.read(Tables.IDENTITY, devices.stream().map(Addresses::key).toList());
    Map<Jid, Bytes> identities = new LinkedHashMap<>();
    for (Jid device : devices) {
      Bytes row = rows.get(Addresses.key(device));
      if (row != null) {
        identities.put(device, row);
      }
    }
    return identities;
  }

  /** Adds the identity of a device to {@code batch}. */
  public void putIdentity(Batch.Builder batch, Jid device, Bytes identity) {
    batch.put(Tables.IDENTITY, Addresses.key(device), identity);
  }

  /** The devices of a user that have a session, hosted ones included. */
  public List<Jid> devices(Jid user) {
    return devices(Tables.SESSION, user);
  }

  /** The devices of a user whose identity is known, hosted ones included. */
  public List<Jid> knownDevices(Jid user) {
    return devices(Tables.IDENTITY, user);
  }

  /** Adds the removal of all that is known of a device to {@code batch}. */
  public void delete(Batch.Builder batch, Jid device) {
    batch.delete(Tables.SESSION, Addresses.key(device));
    batch.delete(Tables.IDENTITY, Addresses.key(device));
  }

  List<Jid> devices(Namespace table, Jid user) {
    String hosted = user.isLid() ? Accounts.HOSTED_LID : Accounts.HOSTED;
    List<Jid> devices = new ArrayList<>();
    for (Jid name : List.of(user, Jid.of(user.user(), hosted))) {
      storage.scan(table, Addresses.prefix(name), "", MAX_DEVICES).keySet().stream()
          .map(Addresses::device)
          .forEach(devices::add);
    }
    return devices;
  }

  // spec/signal.md 3.6: moved aside and treated as absent, not fatal
  private SessionRecord parse(Jid device, Bytes row) {
    try {
      return SessionRecord.parse(row.toArray());
    } catch (CorruptRecordException e) {
      LOG.warn("The sessions of {} cannot be read; they are put aside.", device.redacted(), e);
      String key = Addresses.key(device);
      storage.commit(
          Batch.builder()
              .put(Tables.SESSION_DAMAGED, key, row)
              .delete(Tables.SESSION, key)
              .build());
      return SessionRecord.empty();
    }
  }
}
