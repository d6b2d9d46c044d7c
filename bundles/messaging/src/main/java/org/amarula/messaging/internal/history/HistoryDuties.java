package org.amarula.messaging.internal.history;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.event.HistoryKind;
import org.amarula.api.event.HistoryLost;
import org.amarula.api.event.HistoryReceived;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredHistoryDuty;
import org.amarula.proto.message.Message.HistorySyncNotification;

/**
 * The chunks of history that our phone told of and that are not learnt yet, in the order in which
 * they came. Each is kept with the ratchet step of the message that told it (spec/signal.md 10.2).
 * Thread-safe; reads block for local I/O.
 */
public final class HistoryDuties {
  private static final int MAX_BYTES = 8 * 1024 * 1024; // with the chunk itself, when it is inline
  private static final int PAGE = 16;

  private final ProfileStorage storage;
  private final Clock clock;
  private String inherited = ""; // the last one of an earlier life; guarded by this
  private long last; // the last arrival; guarded by this

  /** The duties in {@code storage}. */
  HistoryDuties(ProfileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * One chunk to be learnt.
   *
   * @param key its key
   * @param row what is known of it
   * @param notification what the phone told
   */
  record Duty(String key, StoredHistoryDuty row, HistorySyncNotification notification) {
    Duty withTries(int tries) {
      return new Duty(key, row.toBuilder().setTries(tries).build(), notification);
    }

    Duty withDirectPath(String path) {
      HistorySyncNotification changed = notification.toBuilder().setDirectPath(path).build();
      return new Duty(
          key, row.toBuilder().setNotification(changed.toByteString()).build(), changed);
    }

    /** Whether there is anything to read: some kinds only tell that there is not. */
    boolean hasFile() {
      return notification.hasInitialHistBootstrapInlinePayload() || notification.hasDirectPath();
    }

    HistoryReceived withoutFile() {
      return new HistoryReceived(
          kind(), notification.getChunkOrder(), notification.getProgress(), 0, 0);
    }

    HistoryLost lost(String reason) {
      return new HistoryLost(kind(), notification.getChunkOrder(), reason);
    }

    private HistoryKind kind() {
      return notification.hasSyncType()
          ? HistoryKinds.of(notification.getSyncType().getNumber())
          : HistoryKind.UNKNOWN;
    }
  }

  /**
   * Adds a duty to {@code batch}.
   *
   * @param hash of the ciphertext that told it
   * @param messageId of the message that told it
   * @return whether it is short enough to be kept
   */
  public boolean add(
      Batch.Builder batch, String hash, String messageId, HistorySyncNotification told) {
    if (told.getSerializedSize() > MAX_BYTES) {
      return false;
    }
    StoredHistoryDuty row =
        StoredHistoryDuty.newBuilder()
            .setMessageId(messageId)
            .setNotification(told.toByteString())
            .build();
    put(batch, arrival() + "-" + hash, row);
    return true;
  }

  private synchronized String arrival() {
    last = Math.max(last + 1, clock.millis());
    return String.format("%016x", last);
  }

  /** Finds what an earlier life left; to be called before the first message is opened. */
  void recover() {
    String after = "";
    for (; ; ) {
      Map<String, Bytes> page = storage.scan(Tables.HISTORY_DUTY, "", after, PAGE);
      for (String key : page.keySet()) {
        after = key;
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    synchronized (this) {
      inherited = after;
      last =
          after.length() < 16 ? last : Math.max(last, Long.parseLong(after.substring(0, 16), 16));
    }
  }

  /** Whether a try of an earlier life may have begun on this one and ended that life. */
  synchronized boolean isInherited(String key) {
    return key.compareTo(inherited) <= 0;
  }

  /** The duty that came first; one that is damaged counts as none and is deleted. */
  Optional<Duty> first(Batch.Builder damaged) {
    for (Map.Entry<String, Bytes> entry : storage.scan(Tables.HISTORY_DUTY, "", "", 1).entrySet()) {
      try {
        StoredHistoryDuty row = StoredHistoryDuty.parseFrom(entry.getValue().toArray());
        HistorySyncNotification told = HistorySyncNotification.parseFrom(row.getNotification());
        return Optional.of(new Duty(entry.getKey(), row, told));
      } catch (InvalidProtocolBufferException e) {
        delete(damaged, entry.getKey());
      }
    }
    return Optional.empty();
  }

  static void put(Batch.Builder batch, String key, StoredHistoryDuty row) {
    batch.put(Tables.HISTORY_DUTY, key, Bytes.wrap(row.toByteArray()));
  }

  static void delete(Batch.Builder batch, String key) {
    batch.delete(Tables.HISTORY_DUTY, key);
  }
}
