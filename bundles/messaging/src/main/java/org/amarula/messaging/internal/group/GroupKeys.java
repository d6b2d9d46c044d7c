package org.amarula.messaging.internal.group;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.senderkey.Doubts;
import org.amarula.messaging.internal.senderkey.HolderTable;
import org.amarula.messaging.internal.senderkey.KeyHolders;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.proto.message.Message;

/** What changes our own sender keys besides sending, in our own account's custody. Thread-safe. */
public final class GroupKeys {
  private final ProfileStorage storage;
  private final GroupDirectory directory;
  private final SenderKeyTable keys;
  private final HolderTable holders;
  private final SessionTable sessions;
  private final GroupCipher cipher;
  private final Mappings mappings;
  private final Custody custody;
  private final Doubts doubts = new Doubts();

  /** Our sender keys in {@code storage}. */
  public GroupKeys(
      ProfileStorage storage,
      GroupCipher cipher,
      GroupDirectory directory,
      Mappings mappings,
      Custody custody) {
    this.storage = storage;
    this.directory = directory;
    this.keys = new SenderKeyTable(storage);
    this.holders = new HolderTable(storage);
    this.sessions = new SessionTable(storage);
    this.cipher = cipher;
    this.mappings = mappings;
    this.custody = custody;
  }

  /** Who may have lost our keys. */
  public Doubts doubts() {
    return doubts;
  }

  /** We are no longer in a group: our key there is used no more (spec/signal.md 4, rotation). */
  public CompletionStage<Void> left(Link link, Jid group) {
    return custody.run(
        link.own().lid(),
        () -> {
          Batch.Builder batch = Batch.builder();
          keys.delete(batch, group, mappings.canonicalDevice(link.own().lid()));
          holders.delete(batch, group);
          directory.forget(batch, group);
          return storage.commit(batch.build());
        });
  }

  /** A user has a new identity: no device of his surely has our keys, in any group (9.3). */
  public CompletionStage<Void> doubt(Link link, Jid user) {
    Jid account = Accounts.of(user);
    return custody.run(
        link.own().lid(),
        () -> {
          Batch.Builder batch = Batch.builder();
          doubts.add(mappings.canonical(account));
          holders.doubt(
              batch,
              mappings::canonicalDevice,
              device -> mappings.same(Accounts.of(device), account));
          Batch built = batch.build();
          return built.isEmpty() ? Stages.done() : storage.commit(built);
        });
  }

  /** Whether a device may have our key of a group. Blocks for local I/O. */
  public boolean mayHave(Jid group, Jid device) {
    return holders
        .load(group, mappings::canonicalDevice)
        .filter(found -> found.holders().containsKey(mappings.canonicalDevice(device)))
        .isPresent();
  }

  /**
   * A message for one device that could not read it, with our present key of the group; for use in
   * the custody of our own account (7.6 step 4). What that means for "who has it" goes into {@code
   * batch}: the device may have the key, and gets it again with the next message.
   */
  public Bytes withKey(Batch.Builder batch, Link link, Jid group, Jid device, Message message) {
    SenderKeyRecord record = keys.load(group, mappings.canonicalDevice(link.own().lid()));
    Optional<KeyHolders> found =
        holders
            .load(group, mappings::canonicalDevice)
            .filter(known -> record.ownKeyId().equals(OptionalInt.of(known.keyId())));
    Jid name = mappings.canonicalDevice(device);
    Optional<Bytes> identity = sessions.identity(name);
    if (found.isEmpty() || identity.isEmpty()) {
      return Bytes.wrap(message.toByteArray()); // the next message brings a new key
    }
    doubts.add(mappings.canonical(device));
    KeyHolders.Holder before = found.get().holders().get(name);
    Bytes hash = HolderTable.hash(identity.get());
    // Another identity than the one that got the key stays visible: the key is renewed.
    Bytes kept = before == null ? hash : before.identity();
    holders.put(batch, group, found.get().with(Map.of(name, kept)));
    if (before != null && !before.identity().equals(hash)) {
      return Bytes.wrap(message.toByteArray());
    }
    try {
      return Bytes.wrap(
          message.toBuilder()
              .setSenderKeyDistributionMessage(
                  Message.SenderKeyDistributionMessage.newBuilder()
                      .setGroupId(group.toString())
                      .setAxolotlSenderKeyDistributionMessage(
                          ByteString.copyFrom(cipher.distribution(record))))
              .build()
              .toByteArray());
    } catch (NoSenderKeyException e) {
      return Bytes.wrap(message.toByteArray());
    }
  }
}
