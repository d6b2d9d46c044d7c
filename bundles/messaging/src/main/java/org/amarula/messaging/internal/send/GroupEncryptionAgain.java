package org.amarula.messaging.internal.send;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.senderkey.HolderTable;
import org.amarula.messaging.internal.senderkey.KeyHolders;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.proto.message.Message;

/**
 * Encrypts a group's message for each device that it missed, together with our present key there as
 * in the answer to a retry (spec/signal.md 6.6, 7.6), in the custody of our own account and of
 * those devices' users. Completes when all of it is on disk, in one batch (10.2).
 */
final class GroupEncryptionAgain {
  private final MessengerContext context;
  private final GroupCipher cipher;
  private final Sealing sealing;
  private final KeyReceivers receivers;
  private final SenderKeyTable keys;
  private final HolderTable table;
  private final Mappings mappings;
  private final Custody custody;

  GroupEncryptionAgain(
      MessengerContext context,
      GroupCipher cipher,
      Sealing sealing,
      KeyReceivers receivers,
      Mappings mappings,
      Custody custody) {
    this.context = context;
    this.cipher = cipher;
    this.sealing = sealing;
    this.receivers = receivers;
    this.keys = new SenderKeyTable(context.storage());
    this.table = new HolderTable(context.storage());
    this.mappings = mappings;
    this.custody = custody;
  }

  /** What may be given along with the message; nothing when there is no key that fits. */
  private record Key(Bytes distribution, KeyHolders holders) {}

  /** One message on its way to those it missed. */
  final class Attempt implements SealingRounds.Step {
    private final GroupFanout fanout;
    private volatile KeyReceivers.Given given = KeyReceivers.nothing();

    private Attempt(GroupFanout fanout) {
      this.fanout = fanout;
    }

    /** Who gets our key with it. */
    KeyReceivers.Given given() {
      return given;
    }

    @Override
    public CompletionStage<Encryption.Outcome> seal(
        Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
      Set<Jid> users = new LinkedHashSet<>();
      users.add(fanout.link().own().lid());
      users.addAll(fanout.devices());
      return custody.runAll(users, () -> sealInCustody(bundles, asked));
    }

    private CompletionStage<Encryption.Outcome> sealInCustody(
        Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
      Map<Jid, Jid> targets = new LinkedHashMap<>();
      fanout.devices().forEach(device -> targets.put(mappings.canonicalDevice(device), device));
      return sealing
          .prepare(fanout.link(), targets.keySet(), bundles, asked)
          .thenCompose(
              prepared ->
                  prepared instanceof Sealing.Prepared.Ready ready
                      ? encrypt(targets, ready)
                      : Stages.of(
                          new Encryption.Outcome.BundlesMissing(
                              ((Sealing.Prepared.Missing) prepared).devices())));
    }

    private CompletionStage<Encryption.Outcome> encrypt(
        Map<Jid, Jid> targets, Sealing.Prepared.Ready ready) {
      Batch.Builder batch = Batch.builder();
      boolean goes =
          !ready.records().isEmpty()
              && context
                  .sentMessages()
                  .get()
                  .goesAgain(batch, fanout.group(), fanout.id(), fanout.message());
      if (!goes) {
        return Stages.of(new Encryption.Outcome.Ready(List.of(), ready.events()));
      }
      sealing.store(batch, ready);
      Optional<Key> key = key(fanout);
      Map<Jid, Bytes> getting = new LinkedHashMap<>();
      key.ifPresent(
          found -> {
            getting.putAll(receivers.identities(ready));
            // Another identity than the one that got the key stays visible: the key is renewed.
            getting.entrySet().removeIf(one -> isAnother(found.holders(), one));
            table.put(batch, fanout.group(), found.holders().with(getting));
            given = receivers.given(found.holders().keyId(), getting.keySet());
          });
      Bytes withKey = key.map(found -> joined(fanout.message(), found)).orElse(fanout.message());
      return sealing
          .encrypt(
              fanout.link(),
              ready.records(),
              device -> getting.containsKey(device) ? withKey : fanout.message(),
              batch)
          .thenCompose(
              encrypted -> {
                List<Encryption.Sealed> ciphertexts = new ArrayList<>();
                encrypted.forEach(
                    (device, one) ->
                        ciphertexts.add(new Encryption.Sealed(targets.get(device), one)));
                return context
                    .storage()
                    .commit(batch.build())
                    .thenApply(none -> new Encryption.Outcome.Ready(ciphertexts, ready.events()));
              });
    }
  }

  /** Begins with a message; its devices are those that were missed. */
  Attempt attempt(GroupFanout fanout) {
    return new Attempt(fanout);
  }

  /** Our present key, unless the next message brings a new one anyway. */
  private Optional<Key> key(GroupFanout fanout) {
    SenderKeyRecord record =
        keys.load(fanout.group(), mappings.canonicalDevice(fanout.link().own().lid()));
    Optional<KeyHolders> holders =
        table
            .load(fanout.group(), mappings::canonicalDevice)
            .filter(known -> record.ownKeyId().equals(OptionalInt.of(known.keyId())))
            .filter(known -> known.addressingMode().equals(fanout.addressingMode()));
    if (holders.isEmpty()) {
      return Optional.empty();
    }
    try {
      Bytes distribution =
          GroupEncryption.distribution(fanout.group(), cipher.distribution(record));
      return Optional.of(new Key(distribution, holders.get()));
    } catch (NoSenderKeyException e) {
      return Optional.empty();
    }
  }

  private static boolean isAnother(KeyHolders holders, Map.Entry<Jid, Bytes> device) {
    KeyHolders.Holder before = holders.holders().get(device.getKey());
    return before != null && !before.identity().equals(device.getValue());
  }

  /** Trap 16: the message and our key in one. */
  private static Bytes joined(Bytes message, Key key) {
    try {
      return Bytes.wrap(
          Message.parseFrom(message.toArray()).toBuilder()
              .mergeFrom(Message.parseFrom(key.distribution().toArray()))
              .build()
              .toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A message that was encrypted can be parsed.", e);
    }
  }
}
