package org.amarula.messaging.internal.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.amarula.api.Bytes;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Page;
import org.amarula.api.instance.PreKeyStatus;
import org.amarula.api.instance.RetryCache;
import org.amarula.api.instance.RetryStatus;
import org.amarula.api.instance.SessionStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.address.MappingRows;
import org.amarula.messaging.internal.prekey.PreKeys;
import org.amarula.messaging.internal.retry.RetryRequests;
import org.amarula.messaging.internal.store.Tables;

/** The tables of one account and what its parts remember, without secrets. Thread-safe. */
public final class AccountKeys implements Keys {
  private static final int ROWS = 200;
  private static final int MOST_ROWS = 10_000;
  private static final String BY_NUMBER = "@" + Jid.PN;

  private final ProfileStorage storage;
  private final PreKeys preKeys;
  private final RetryRequests requests;
  private final Supplier<? extends RetryCache> cache;

  /**
   * The keys of one account.
   *
   * @param cache finds the live retry cache
   */
  public AccountKeys(
      ProfileStorage storage,
      PreKeys preKeys,
      RetryRequests requests,
      Supplier<? extends RetryCache> cache) {
    this.storage = storage;
    this.preKeys = preKeys;
    this.requests = requests;
    this.cache = cache;
  }

  @Override
  public long sessionCount() {
    return storage.count(Tables.SESSION);
  }

  @Override
  public Page<SessionStatus> sessions(String after, int most) {
    return new SessionPages(storage).read(after, checked(most));
  }

  @Override
  public long addressCount() {
    return storage.count(Tables.MAPPING) / 2; // each is there under both names
  }

  @Override
  public Page<AddressPair> addresses(String after, int most) {
    checked(most);
    List<AddressPair> found = new ArrayList<>();
    String last = after;
    for (int read = 0; read < MOST_ROWS; read += ROWS) {
      Map<String, Bytes> rows = storage.scan(Tables.MAPPING, "", last, ROWS);
      for (Map.Entry<String, Bytes> row : rows.entrySet()) {
        last = row.getKey();
        if (last.endsWith(BY_NUMBER)) {
          found.add(MappingRows.pair(row.getValue()));
        }
        if (found.size() == most) {
          return new Page<>(found, last);
        }
      }
      if (rows.size() < ROWS) {
        return new Page<>(found, "");
      }
    }
    return new Page<>(found, last);
  }

  @Override
  public PreKeyStatus preKeys() {
    return preKeys.status();
  }

  @Override
  public RetryStatus retries(int most) {
    checked(most);
    RetryCache live = cache.get();
    return new RetryStatus(
        live.size(), live.capacity(), live.maxAge(), requests.latest(most), live.answered(most));
  }

  private static int checked(int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("From 1 to " + MOST + " entries are told at once.");
    }
    return most;
  }
}
