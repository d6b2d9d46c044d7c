package org.amarula.messaging.internal.address;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredTrustedToken;

/** The row of a user's trusted contact token when the user gets another name. */
final class TokenRows {
  private TokenRows() {}

  /** Adds the move to {@code batch}; of two tokens the newer stays (spec/signal.md 5.7). */
  static void move(ProfileStorage storage, Batch.Builder batch, Jid user, Jid name) {
    Optional<StoredTrustedToken> moved = read(storage, user);
    if (moved.isEmpty()) {
      return;
    }
    StoredTrustedToken present =
        read(storage, name).orElse(StoredTrustedToken.getDefaultInstance());
    StoredTrustedToken newer =
        moved.get().getTimestampSeconds() > present.getTimestampSeconds() ? moved.get() : present;
    long issued = Math.max(moved.get().getIssuedAtSeconds(), present.getIssuedAtSeconds());
    StoredTrustedToken merged = newer.toBuilder().setIssuedAtSeconds(issued).build();
    batch.put(Tables.TOKEN, name.toString(), Bytes.wrap(merged.toByteArray()));
    batch.delete(Tables.TOKEN, user.toString());
  }

  private static Optional<StoredTrustedToken> read(ProfileStorage storage, Jid name) {
    return storage.read(Tables.TOKEN, name.toString()).flatMap(TokenRows::parse);
  }

  private static Optional<StoredTrustedToken> parse(Bytes row) {
    try {
      return Optional.of(StoredTrustedToken.parseFrom(row.toArray()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty(); // as if there were none
    }
  }
}
