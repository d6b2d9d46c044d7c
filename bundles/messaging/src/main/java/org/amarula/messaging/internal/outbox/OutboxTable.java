package org.amarula.messaging.internal.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredOutboxRow;

/** The rows of the outbox. Keys are taken by one thread at a time; the rest is thread-safe. */
final class OutboxTable {
  private static final int PAGE = 250;
  private static final int ARRIVAL_DIGITS = 16;

  private final ProfileStorage storage;
  private final Clock clock;
  private long lastArrival; // guarded by the outbox's lock

  OutboxTable(ProfileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Tells each key with its row, in their order. */
  void load(BiConsumer<String, Bytes> each) {
    String last = "";
    Map<String, Bytes> page = storage.scan(Tables.OUTBOX, "", last, PAGE);
    while (!page.isEmpty()) {
      for (Map.Entry<String, Bytes> row : page.entrySet()) {
        last = row.getKey();
        lastArrival = Math.max(lastArrival, arrival(last));
        each.accept(last, row.getValue());
      }
      page = storage.scan(Tables.OUTBOX, "", last, PAGE);
    }
  }

  /** A key after all others, also when the clock was set back. */
  String nextKey(String id) {
    lastArrival = Math.max(clock.millis() << 16, lastArrival + 1);
    return String.format("%016x-%s", lastArrival, id);
  }

  private static long arrival(String key) {
    return Long.parseUnsignedLong(key, 0, ARRIVAL_DIGITS, 16);
  }

  /** When the message of a key was accepted. */
  static long millis(String key) {
    return arrival(key) >>> 16;
  }

  /** The id in a key. */
  static String id(String key) {
    return key.substring(ARRIVAL_DIGITS + 1);
  }

  Optional<Bytes> read(String key) {
    return storage.read(Tables.OUTBOX, key);
  }

  static void put(Batch.Builder batch, String key, StoredOutboxRow row) {
    batch.put(Tables.OUTBOX, key, Bytes.wrap(row.toByteArray()));
  }

  static void delete(Batch.Builder batch, String key) {
    batch.delete(Tables.OUTBOX, key);
  }

  /**
   * A row.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static StoredOutboxRow parse(Bytes row) {
    try {
      return StoredOutboxRow.parseFrom(row.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("A row of the outbox is damaged.", e);
    }
  }

  /**
   * The message of a row.
   *
   * @throws IllegalArgumentException when it is damaged, or of a later version
   */
  static OutboxMessage message(StoredOutboxRow row) {
    return new OutboxMessage(
        row.getId(),
        Jid.parse(row.getTo()),
        row.getAudienceList().stream().map(Jid::parse).toList(),
        StoredContents.read(row.getContent()),
        Bytes.wrap(row.getSecret().toByteArray()),
        row.getAtMillis());
  }
}
