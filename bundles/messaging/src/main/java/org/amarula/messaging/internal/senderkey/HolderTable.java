package org.amarula.messaging.internal.senderkey;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.kdf.Hash;
import org.amarula.messaging.internal.session.Addresses;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredKeyHolder;
import org.amarula.proto.account.StoredKeyHolders;

/**
 * The holders of our sender keys in storage. Changed only in the custody of our own account.
 * Thread-safe; reads block for local I/O.
 */
public final class HolderTable {
  private static final int HASH_LENGTH = 8;
  private static final int PAGE = 200;

  private final ProfileStorage storage;

  /** The holders in {@code storage}. */
  public HolderTable(ProfileStorage storage) {
    this.storage = storage;
  }

  /**
   * The holders of our key in a group; nothing when there are none or the row cannot be read: then
   * the key must not be used any more, since somebody unknown may have it.
   *
   * @param named the name under which a device is kept now
   */
  public Optional<KeyHolders> load(Jid group, UnaryOperator<Jid> named) {
    return storage.read(Tables.KEY_HOLDERS, group.toString()).flatMap(row -> parse(row, named));
  }

  /** Adds the holders to {@code batch}. */
  public void put(Batch.Builder batch, Jid group, KeyHolders holders) {
    StoredKeyHolders.Builder stored =
        StoredKeyHolders.newBuilder()
            .setKeyId(holders.keyId())
            .setAddressingMode(holders.addressingMode());
    holders
        .holders()
        .forEach(
            (device, holder) ->
                stored.addHolders(
                    StoredKeyHolder.newBuilder()
                        .setDevice(Addresses.key(device))
                        .setIdentityHash(ByteString.copyFrom(holder.identity().toArray()))
                        .setConfirmed(holder.confirmed())));
    batch.put(Tables.KEY_HOLDERS, group.toString(), Bytes.wrap(stored.build().toByteArray()));
  }

  /** Adds to {@code batch} that nobody has our key in a group. */
  public void delete(Batch.Builder batch, Jid group) {
    batch.delete(Tables.KEY_HOLDERS, group.toString());
  }

  /**
   * Adds to {@code batch} that no device of a user surely has a key of ours in any group, so that
   * each gets them again.
   */
  public void doubt(Batch.Builder batch, UnaryOperator<Jid> named, Predicate<Jid> who) {
    String last = "";
    Map<String, Bytes> page = storage.scan(Tables.KEY_HOLDERS, "", last, PAGE);
    while (!page.isEmpty()) {
      for (Map.Entry<String, Bytes> row : page.entrySet()) {
        last = row.getKey();
        Jid group = Jid.parse(last);
        parse(row.getValue(), named).ifPresent(holders -> doubt(batch, group, holders, who));
      }
      page = storage.scan(Tables.KEY_HOLDERS, "", last, PAGE);
    }
  }

  private void doubt(Batch.Builder batch, Jid group, KeyHolders holders, Predicate<Jid> who) {
    Set<Jid> found = new LinkedHashSet<>(holders.holders().keySet());
    found.removeIf(device -> !who.test(device) || !holders.isConfirmed(device));
    if (!found.isEmpty()) {
      put(batch, group, holders.marked(found, false));
    }
  }

  /** What is kept of an identity, enough to see that it changed. */
  public static Bytes hash(Bytes identity) {
    return Bytes.wrap(Arrays.copyOf(Hash.sha256(identity.toArray()), HASH_LENGTH));
  }

  private static Optional<KeyHolders> parse(Bytes row, UnaryOperator<Jid> named) {
    try {
      StoredKeyHolders stored = StoredKeyHolders.parseFrom(row.toArray());
      Map<Jid, KeyHolders.Holder> holders = new LinkedHashMap<>();
      for (StoredKeyHolder holder : stored.getHoldersList()) {
        holders.put(
            named.apply(Addresses.device(holder.getDevice())),
            new KeyHolders.Holder(
                Bytes.wrap(holder.getIdentityHash().toByteArray()), holder.getConfirmed()));
      }
      return Optional.of(new KeyHolders(stored.getKeyId(), stored.getAddressingMode(), holders));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
