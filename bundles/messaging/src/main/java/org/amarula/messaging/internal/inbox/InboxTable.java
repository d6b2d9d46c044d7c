package org.amarula.messaging.internal.inbox;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;

/** The rows of the inbox. Thread-safe. */
public final class InboxTable {
  private static final Bytes DONE = Bytes.utf8("done");
  private static final Duration KEPT = Duration.ofDays(14); // spec/signal.md 10.3
  private static final int PAGE = 250;
  private static final int ARRIVAL_DIGITS = 16;

  private final ProfileStorage storage;
  private final Clock clock;
  private final AtomicLong lastArrival = new AtomicLong();

  /** The inbox in {@code storage}. */
  public InboxTable(ProfileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Whether a ciphertext was handled before, under any of its hashes. */
  public boolean isKnown(List<String> hashes) {
    return !storage.read(Tables.INBOX_HASH, hashes).isEmpty();
  }

  /** A message that somebody has not confirmed. */
  Optional<StoredInboxRow> row(String key) {
    return storage.read(Tables.INBOX, key).map(InboxTable::parse);
  }

  /**
   * Adds a message to {@code batch}; returns the key of its row, which is higher than all before.
   */
  String add(Batch.Builder batch, String hash, StoredInboxRow row) {
    String key = nextArrival() + "-" + hash;
    batch.put(Tables.INBOX, key, Bytes.wrap(row.toByteArray()));
    addHandled(batch, hash);
    return key;
  }

  /** Adds a ciphertext that was handled; its hash outlives the row that it brought, if any. */
  public void addHandled(Batch.Builder batch, String hash) {
    batch.put(Tables.INBOX_HASH, hash, DONE);
    age(batch, 'h', hash);
  }

  /** The first ciphertext's hash of the stanza by which a message was delivered. */
  Optional<String> deliveredBy(List<String> messages) {
    return storage.read(Tables.INBOX_ID, messages).values().stream().findFirst().map(Bytes::toUtf8);
  }

  /** Notes in {@code batch} that a message is delivered by a stanza. */
  void addDelivered(Batch.Builder batch, String message, String stanza) {
    batch.put(Tables.INBOX_ID, message, Bytes.utf8(stanza));
    age(batch, 'i', message);
  }

  /** Removes a row; its hash stays known. */
  static void remove(Batch.Builder batch, String key) {
    batch.delete(Tables.INBOX, key);
  }

  /** Up to a page of rows after {@code key}, in the order of their arrival. */
  Map<String, Bytes> after(String key, int limit) {
    return storage.scan(Tables.INBOX, "", key, limit);
  }

  /** The highest key that there is after {@code key}, or {@code key}; arrivals come after it. */
  String last(String key) {
    String last = key;
    Map<String, Bytes> page = after(last, PAGE);
    while (!page.isEmpty()) {
      for (String next : page.keySet()) {
        last = next;
      }
      page = after(last, PAGE);
    }
    if (!last.isEmpty()) {
      long arrival = Long.parseUnsignedLong(last, 0, ARRIVAL_DIGITS, 16);
      lastArrival.accumulateAndGet(arrival, Math::max);
    }
    return last;
  }

  /** Every key that is lower than this has passed the retention. */
  String oldestKept() {
    return String.format("%016x", Math.max(0, clock.millis() - KEPT.toMillis()) << 16);
  }

  /** Removes a page of what is older than 14 days; completes with whether there may be more. */
  CompletionStage<Boolean> prune() {
    long before = today() - KEPT.toDays();
    Map<String, Bytes> page = storage.scan(Tables.INBOX_AGE, "", "", PAGE);
    Batch.Builder batch = Batch.builder();
    boolean any = false;
    for (String key : page.keySet()) {
      if (key.length() < 10 || Long.parseLong(key.substring(0, 6)) >= before) {
        break;
      }
      any = true;
      batch.delete(Tables.INBOX_AGE, key);
      int end = key.lastIndexOf('/');
      String hash = key.substring(end + 1);
      if (key.charAt(end - 1) == 'i') {
        batch.delete(Tables.INBOX_ID, hash);
      } else {
        batch.delete(Tables.INBOX_HASH, hash);
      }
    }
    boolean more = any && page.size() == PAGE;
    return any ? storage.commit(batch.build()).thenApply(none -> more) : Stages.of(false);
  }

  /** Whether it came while the profile was linked to another account, and nobody asked for it. */
  static boolean isForAnother(OwnAddress own, StoredInboxRow row) {
    return !row.getAskedFor()
        && Jid.tryParse(row.getOwn()).filter(to -> !own.isOwn(to)).isPresent();
  }

  static StoredInboxRow parse(Bytes row) {
    try {
      return StoredInboxRow.parseFrom(row.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new StorageException("A row of the inbox is damaged.", e);
    }
  }

  // In the order of arrival: rows that come together lie in one page, where hashes would scatter.
  private void age(Batch.Builder batch, char table, String hash) {
    String day = String.valueOf(1_000_000 + today()).substring(1);
    String key = day + '/' + nextArrival() + '/' + table + '/' + hash;
    batch.put(Tables.INBOX_AGE, key, DONE);
  }

  private long today() {
    return Math.max(0, clock.millis() / Duration.ofDays(1).toMillis());
  }

  /** Later than every key before, also when the clock was set back. */
  private String nextArrival() {
    long now = clock.millis() << 16;
    long arrival = lastArrival.updateAndGet(last -> Math.max(now, last + 1));
    return HexFormat.of().toHexDigits(arrival);
  }
}
