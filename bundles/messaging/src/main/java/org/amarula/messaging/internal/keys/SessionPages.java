package org.amarula.messaging.internal.keys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.instance.Page;
import org.amarula.api.instance.SessionStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.CorruptRecordException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.internal.session.Addresses;
import org.amarula.messaging.internal.store.Tables;

/**
 * Reads session records for counting. The devices of one user stand together in the table, hosted
 * ones under a name of their own. Stateless.
 */
final class SessionPages {
  private static final int ROWS = 50; // a record may have two megabytes
  private static final int MOST_ROWS = 5000;

  private final ProfileStorage storage;

  SessionPages(ProfileStorage storage) {
    this.storage = storage;
  }

  /** Up to {@code most} users whose keys come after {@code after}; no user is cut in two. */
  Page<SessionStatus> read(String after, int most) {
    List<SessionStatus> found = new ArrayList<>();
    Sum sum = new Sum(null);
    String last = after;
    for (int read = 0; read < MOST_ROWS; read += ROWS) {
      Map<String, Bytes> rows = storage.scan(Tables.SESSION, "", last, ROWS);
      for (Map.Entry<String, Bytes> row : rows.entrySet()) {
        Jid device = Addresses.device(row.getKey());
        Jid user = Jid.of(device.user(), device.server());
        if (!user.equals(sum.user)) {
          sum.addTo(found);
          if (found.size() == most) {
            return new Page<>(found, last);
          }
          sum = new Sum(user);
        }
        sum.add(row.getValue());
        last = row.getKey();
      }
      if (rows.size() < ROWS) {
        sum.addTo(found);
        return new Page<>(found, "");
      }
    }
    sum.addTo(found);
    return new Page<>(found, last);
  }

  /** What one user's records sum up to. */
  private static final class Sum {
    private final Jid user;
    private int devices;
    private int awaiting;
    private int archived;
    private int unreadable;
    private Instant oldest;

    Sum(Jid user) {
      this.user = user;
    }

    void add(Bytes row) {
      SessionRecord record;
      try {
        record = SessionRecord.parse(row.toArray());
      } catch (CorruptRecordException e) {
        unreadable++;
        return;
      }
      devices += record.hasCurrent() ? 1 : 0;
      archived += record.archivedCount();
      record.pendingSince().ifPresent(this::awaits);
    }

    private void awaits(Instant since) {
      awaiting++;
      oldest = oldest == null || since.isBefore(oldest) ? since : oldest;
    }

    void addTo(List<SessionStatus> found) {
      if (user != null) {
        found.add(new SessionStatus(user, devices, awaiting, archived, unreadable, oldest));
      }
    }
  }
}
