package org.amarula.messaging.internal.device;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredKeyIndexStamp;

/**
 * What is remembered of the newest key index list of a user that was accepted.
 *
 * @param rawId the registration of the account that it belongs to; -1 before the first
 * @param timestamp when it was signed, unix seconds
 */
record KeyIndexStamp(long rawId, long timestamp) {
  static final KeyIndexStamp NONE = new KeyIndexStamp(-1, -1);

  boolean isNone() {
    return rawId < 0;
  }

  /** Those of the users that have one, in one read. */
  static Map<Jid, KeyIndexStamp> read(ProfileStorage storage, Collection<Jid> users) {
    Map<String, Bytes> rows =
        storage.read(Tables.KEY_INDEX, users.stream().map(Jid::toString).toList());
    Map<Jid, KeyIndexStamp> stamps = new LinkedHashMap<>();
    for (Jid user : users) {
      Bytes row = rows.get(user.toString());
      if (row != null) {
        stamps.put(user, parse(row));
      }
    }
    return stamps;
  }

  void put(Batch.Builder batch, Jid user) {
    StoredKeyIndexStamp stored =
        StoredKeyIndexStamp.newBuilder().setRawId((int) rawId).setTimestamp(timestamp).build();
    batch.put(Tables.KEY_INDEX, user.toString(), Bytes.wrap(stored.toByteArray()));
  }

  private static KeyIndexStamp parse(Bytes row) {
    try {
      StoredKeyIndexStamp stored = StoredKeyIndexStamp.parseFrom(row.toArray());
      return new KeyIndexStamp(Integer.toUnsignedLong(stored.getRawId()), stored.getTimestamp());
    } catch (InvalidProtocolBufferException e) {
      return NONE; // as before the first
    }
  }
}
