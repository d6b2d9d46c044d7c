package org.amarula.messaging.internal.prekey;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredAccount;
import org.amarula.proto.account.StoredPreKey;

/** One-time pre-keys and their two numbers in storage. */
public final class PreKeyTable {
  private static final String WATERMARKS = "watermarks";
  private static final int MAX_ID = 0xffffff;
  private static final int PAGE = 500;

  private final ProfileStorage storage;

  /** The tables in {@code storage}. */
  public PreKeyTable(ProfileStorage storage) {
    this.storage = storage;
  }

  /** The one-time pre-key with this id, if it was not consumed yet. */
  public Optional<KeyPair> find(int id) {
    if (id < 1 || id > MAX_ID) {
      return Optional.empty();
    }
    return storage.read(Tables.PRE_KEY, key(id)).map(PreKeyTable::parse).map(Stored::keys);
  }

  /** Adds the removal of a consumed key to {@code batch}. */
  public void delete(Batch.Builder batch, int id) {
    batch.delete(Tables.PRE_KEY, key(id));
  }

  Watermarks watermarks() {
    return storage
        .read(Tables.ACCOUNT, WATERMARKS)
        .map(PreKeyTable::parseWatermarks)
        .orElse(new Watermarks(1, 1));
  }

  void put(Batch.Builder batch, Watermarks watermarks) {
    StoredAccount numbers =
        StoredAccount.newBuilder()
            .setFormatVersion(1)
            .setNextPreKeyId(watermarks.next())
            .setFirstUnuploadedPreKeyId(watermarks.firstUnuploaded())
            .build();
    batch.put(Tables.ACCOUNT, WATERMARKS, Bytes.wrap(numbers.toByteArray()));
  }

  void put(Batch.Builder batch, Stored key) {
    StoredPreKey stored =
        StoredPreKey.newBuilder()
            .setId(key.id())
            .setPrivateKey(ByteString.copyFrom(key.keys().privateKey()))
            .setPublicKey(ByteString.copyFrom(key.keys().publicKey()))
            .setUploaded(key.givenOut())
            .build();
    put(batch, stored);
  }

  /** Adds a key that goes out in a retry receipt now. */
  void putGivenOut(Batch.Builder batch, Stored key, Instant now) {
    put(
        batch,
        StoredPreKey.newBuilder()
            .setId(key.id())
            .setPrivateKey(ByteString.copyFrom(key.keys().privateKey()))
            .setPublicKey(ByteString.copyFrom(key.keys().publicKey()))
            .setUploaded(true)
            .setGivenOutAtMillis(now.toEpochMilli())
            .build());
  }

  private static void put(Batch.Builder batch, StoredPreKey stored) {
    batch.put(Tables.PRE_KEY, key(stored.getId()), Bytes.wrap(stored.toByteArray()));
  }

  boolean has(int id) {
    return storage.read(Tables.PRE_KEY, key(id)).isPresent();
  }

  /** Those of the keys that are there, in order. */
  List<Stored> read(List<Integer> ids) {
    Map<String, Bytes> rows =
        storage.read(Tables.PRE_KEY, ids.stream().map(PreKeyTable::key).toList());
    List<Stored> keys = new ArrayList<>();
    for (int id : ids) {
      Bytes row = rows.get(key(id));
      if (row != null) {
        keys.add(parse(row));
      }
    }
    return keys;
  }

  /** Up to {@code most} of the keys that are kept, whatever their state. */
  List<Stored> all(int most) {
    return storage.scan(Tables.PRE_KEY, "", "", most).values().stream()
        .map(PreKeyTable::parse)
        .toList();
  }

  /** Adds to {@code batch} that keys which went out before {@code limit} are forgotten. */
  void forgetGivenOut(Batch.Builder batch, Instant limit) {
    String last = "";
    Map<String, Bytes> page = storage.scan(Tables.PRE_KEY, "", last, PAGE);
    while (!page.isEmpty()) {
      for (Map.Entry<String, Bytes> row : page.entrySet()) {
        last = row.getKey();
        StoredPreKey stored = stored(row.getValue());
        boolean old = stored.getGivenOutAtMillis() < limit.toEpochMilli();
        if (stored.hasGivenOutAtMillis() && old) {
          batch.delete(Tables.PRE_KEY, last);
        }
      }
      page = storage.scan(Tables.PRE_KEY, "", last, PAGE);
    }
  }

  private static StoredPreKey stored(Bytes row) {
    try {
      return StoredPreKey.parseFrom(row.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new StorageException("A stored pre-key is damaged.", e);
    }
  }

  private static Stored parse(Bytes row) {
    try {
      StoredPreKey stored = stored(row);
      KeyPair keys = KeyPair.ofPrivate(stored.getPrivateKey().toByteArray());
      return new Stored(stored.getId(), keys, stored.getUploaded());
    } catch (IllegalArgumentException e) {
      throw new StorageException("A stored pre-key is damaged.", e);
    }
  }

  private static Watermarks parseWatermarks(Bytes row) {
    try {
      StoredAccount stored = StoredAccount.parseFrom(row.toArray());
      Watermarks read =
          new Watermarks(stored.getNextPreKeyId(), stored.getFirstUnuploadedPreKeyId());
      if (read.next() < 1 || read.next() > MAX_ID || read.firstUnuploaded() < 1) {
        throw new StorageException("The numbers of the stored pre-keys are damaged.");
      }
      return read;
    } catch (InvalidProtocolBufferException e) {
      throw new StorageException("The numbers of the stored pre-keys are damaged.", e);
    }
  }

  private static String key(int id) {
    return String.format("%06x", id);
  }

  /**
   * The two numbers of spec/signal.md 2.1.
   *
   * @param next the id of the next key to be made
   * @param firstUnuploaded the first id that the server may not have
   */
  record Watermarks(int next, int firstUnuploaded) {
    /** The id after {@code id}: 24 bits, never 0. */
    static int after(int id) {
      return id % MAX_ID + 1;
    }

    /** The ids that were made and whose upload was not confirmed. */
    List<Integer> unconfirmed(int most) {
      List<Integer> ids = new ArrayList<>();
      for (int id = firstUnuploaded; id != next && ids.size() < most; id = after(id)) {
        ids.add(id);
      }
      return ids;
    }
  }

  /**
   * A key in storage.
   *
   * @param givenOut whether it went out in a retry receipt and so is in no upload
   */
  record Stored(int id, KeyPair keys, boolean givenOut) {}
}
