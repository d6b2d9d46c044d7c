package org.amarula.messaging.internal.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;

/** The messages on which subscriptions failed, each a copy of its row. Thread-safe. */
final class ParkedRows {
  private static final int PAGE = 250;

  private final ProfileStorage storage;

  ParkedRows(ProfileStorage storage) {
    this.storage = storage;
  }

  /** One of them. */
  record Parked(String key, StoredInboxRow row) {}

  static void add(Batch.Builder batch, String subscription, String key, StoredInboxRow row) {
    batch.put(Tables.INBOX_PARKED, subscription + "/" + key, Bytes.wrap(row.toByteArray()));
  }

  static void remove(Batch.Builder batch, String subscription, String key) {
    batch.delete(Tables.INBOX_PARKED, subscription + "/" + key);
  }

  /** How many there are of a subscription. */
  long count(String subscription) {
    String prefix = subscription + "/";
    long count = 0;
    Map<String, Bytes> page = storage.scan(Tables.INBOX_PARKED, prefix, "", PAGE);
    while (!page.isEmpty()) {
      count += page.size();
      String last = page.keySet().stream().reduce((one, two) -> two).orElseThrow();
      page = storage.scan(Tables.INBOX_PARKED, prefix, last, PAGE);
    }
    return count;
  }

  /** The oldest of a subscription. */
  List<Parked> of(String subscription, int limit) {
    String prefix = subscription + "/";
    List<Parked> found = new ArrayList<>();
    String last = "";
    Map<String, Bytes> page = storage.scan(Tables.INBOX_PARKED, prefix, last, PAGE);
    while (!page.isEmpty() && found.size() < limit) {
      for (Map.Entry<String, Bytes> entry : page.entrySet()) {
        last = entry.getKey();
        String key = last.substring(prefix.length());
        found.add(new Parked(key, InboxTable.parse(entry.getValue())));
      }
      page = storage.scan(Tables.INBOX_PARKED, prefix, last, PAGE);
    }
    return found.size() > limit ? found.subList(0, limit) : found;
  }
}
