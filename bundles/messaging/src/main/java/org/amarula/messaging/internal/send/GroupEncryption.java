package org.amarula.messaging.internal.send;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.event.Event;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.IdentityNotApprovedException;
import org.amarula.api.storage.Batch;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupEncrypted;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.senderkey.HolderTable;
import org.amarula.messaging.internal.senderkey.KeyHolders;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.proto.message.Message;

/**
 * Encrypts a message once under our sender key, and that key for those devices that lack it, as one
 * joint operation in the custody of our own account and of those devices' users. Completes when all
 * of it is on disk, in one batch (spec/signal.md 4, 5.4 and 10.2).
 *
 * <p>The key is replaced when somebody who may have it is not to read this message any more, or is
 * not the same any more: that one comparison covers those who left, unlinked devices, new
 * identities and another addressing mode.
 */
final class GroupEncryption {
  private final MessengerContext context;
  private final GroupCipher cipher;
  private final Sealing sealing;
  private final KeyReceivers receivers;
  private final SessionTable sessions;
  private final SenderKeyTable keys;
  private final HolderTable table;
  private final Mappings mappings;
  private final Custody custody;

  GroupEncryption(
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
    this.sessions = new SessionTable(context.storage());
    this.keys = new SenderKeyTable(context.storage());
    this.table = new HolderTable(context.storage());
    this.mappings = mappings;
    this.custody = custody;
  }

  /** What one message has gathered; used by one operation at a time. */
  static final class Attempt {
    private final Map<Jid, FetchedBundle> bundles = new HashMap<>();
    private final Set<Jid> asked = new HashSet<>();
    private boolean renews;

    /** Takes what was fetched for those who were missing. */
    void add(Set<Jid> missing, Map<Jid, FetchedBundle> found) {
      asked.addAll(missing);
      bundles.putAll(found);
    }
  }

  /** What came of it. */
  sealed interface Outcome permits BundlesMissing, Again, Ready {}

  /** Nothing was done: first fetch the bundles of these devices, named as in storage. */
  record BundlesMissing(Set<Jid> devices) implements Outcome {}

  /** Nothing was done: more users are concerned than were in custody. */
  record Again() implements Outcome {}

  /** Durable, and to be sent now. */
  static final class Ready implements Outcome {
    private final byte[] message;
    private final List<Encryption.Sealed> distributions;
    private final KeyReceivers.Given given;
    private final boolean readable;
    private final List<Event> events;

    private Ready(
        byte[] message,
        List<Encryption.Sealed> distributions,
        KeyReceivers.Given given,
        boolean readable,
        List<Event> events) {
      this.message = message;
      this.distributions = distributions;
      this.given = given;
      this.readable = readable;
      this.events = events;
    }

    /** The {@code skmsg}; shared, nobody writes to it. */
    byte[] message() {
      return message;
    }

    /** The sender key for each device that lacks it and could be encrypted to. */
    List<Encryption.Sealed> distributions() {
      return distributions;
    }

    /** Who gets the key with it. */
    KeyReceivers.Given given() {
      return given;
    }

    /** Whether anybody can read the message. */
    boolean readable() {
      return readable;
    }

    List<Event> events() {
      return events;
    }
  }

  /** Encrypts, or tells what must be done first. */
  CompletionStage<Outcome> seal(GroupFanout fanout, Attempt attempt) {
    return CompletableFuture.supplyAsync(
            () -> users(fanout, plan(fanout, attempt).lacking()), context.workers())
        .thenCompose(users -> custody.runAll(users, () -> sealInCustody(fanout, attempt, users)));
  }

  /**
   * Which key to use and who lacks it.
   *
   * @param stored our keys as they are
   * @param holders who has the newest of them; nobody when it must be replaced
   * @param renews whether it must be replaced
   * @param lacking who does not surely have it, by the name in storage
   */
  private record Plan(
      SenderKeyRecord stored, KeyHolders holders, boolean renews, Map<Jid, Jid> lacking) {}

  private Plan plan(GroupFanout fanout, Attempt attempt) {
    Map<Jid, Jid> targets = new LinkedHashMap<>();
    fanout.devices().forEach(device -> targets.put(mappings.canonicalDevice(device), device));
    SenderKeyRecord stored = keys.load(fanout.group(), ownDevice(fanout.link()));
    Optional<KeyHolders> known =
        stored.ownKeyId().isEmpty()
            ? Optional.empty() // whoever had a former key has no more than that
            : table.load(fanout.group(), mappings::canonicalDevice);
    boolean renews =
        attempt.renews
            || known.isEmpty()
            || known.get().keyId() != stored.ownKeyId().getAsInt()
            || !known.get().addressingMode().equals(fanout.addressingMode())
            || isOutdated(known.get(), targets.keySet());
    KeyHolders holders = renews ? KeyHolders.none(0, fanout.addressingMode()) : known.get();
    if (!fanout.group().isBroadcast()) {
      // the server delivers a status to those who are listed with it (spec/features.md 6.17)
      targets.keySet().removeIf(holders::isConfirmed);
    }
    return new Plan(stored, holders, renews, targets);
  }

  /** Whether one who may have the key is not to read on, or is another than the one who got it. */
  private boolean isOutdated(KeyHolders holders, Set<Jid> targets) {
    if (!targets.containsAll(holders.holders().keySet())) {
      return true;
    }
    Map<Jid, Bytes> identities = sessions.identities(holders.holders().keySet());
    return holders.holders().entrySet().stream()
        .anyMatch(
            entry -> {
              Bytes identity = identities.get(entry.getKey());
              return identity == null
                  || !HolderTable.hash(identity).equals(entry.getValue().identity());
            });
  }

  private Set<Jid> users(GroupFanout fanout, Map<Jid, Jid> lacking) {
    Set<Jid> users = new LinkedHashSet<>();
    users.add(mappings.canonical(fanout.link().own().lid()));
    lacking.keySet().forEach(device -> users.add(mappings.canonical(device)));
    return users;
  }

  private CompletionStage<Outcome> sealInCustody(
      GroupFanout fanout, Attempt attempt, Set<Jid> held) {
    Plan plan = plan(fanout, attempt);
    if (!held.containsAll(users(fanout, plan.lacking()))) {
      return Stages.of(new Again());
    }
    // also who has the key: not only those that get it with this message
    Optional<IdentityNotApprovedException> refusal =
        sealing.refusal(fanout.devices().stream().map(mappings::canonicalDevice).toList());
    if (refusal.isPresent()) {
      return Stages.failed(refusal.get());
    }
    return sealing
        .prepare(fanout.link(), plan.lacking().keySet(), attempt.bundles, attempt.asked)
        .thenCompose(
            prepared ->
                prepared instanceof Sealing.Prepared.Ready ready
                    ? sealWith(fanout, attempt, plan, ready)
                    : Stages.of(
                        new BundlesMissing(((Sealing.Prepared.Missing) prepared).devices())));
  }

  private CompletionStage<Outcome> sealWith(
      GroupFanout fanout, Attempt attempt, Plan plan, Sealing.Prepared.Ready ready) {
    if (ready.changed().stream().anyMatch(plan.holders().holders()::containsKey)) {
      attempt.renews = true; // who may have the key is not who answers to that name now
      return Stages.of(new Again());
    }
    try {
      return encrypt(fanout, plan, ready);
    } catch (NoSenderKeyException e) {
      throw new IllegalStateException("A fresh sender key cannot encrypt.", e);
    }
  }

  private CompletionStage<Outcome> encrypt(
      GroupFanout fanout, Plan plan, Sealing.Prepared.Ready ready) throws NoSenderKeyException {
    SenderKeyRecord record =
        cipher.withOwnKey(plan.renews() ? SenderKeyRecord.empty() : plan.stored());
    int keyId = record.ownKeyId().orElseThrow();
    KeyHolders holders =
        plan.holders().keyId() == keyId && !plan.renews()
            ? plan.holders()
            : KeyHolders.none(keyId, fanout.addressingMode());
    Batch.Builder batch = Batch.builder();
    sealing.store(batch, ready);
    // trap 8: the distribution is made before the message is encrypted
    Bytes distribution = distribution(fanout.group(), cipher.distribution(record));
    GroupEncrypted message = cipher.encrypt(record, sealing.pad(fanout.message()));
    keys.put(batch, fanout.group(), ownDevice(fanout.link()), message.record());
    KeyHolders after = holders.with(receivers.identities(ready));
    if (plan.renews() || !ready.records().isEmpty()) {
      table.put(batch, fanout.group(), after);
    }
    boolean readable = fanout.devices().isEmpty() || !after.holders().isEmpty();
    return sealing
        .encrypt(fanout.link(), ready.records(), device -> distribution, batch)
        .thenCompose(
            encrypted -> {
              List<Encryption.Sealed> distributions = new ArrayList<>();
              encrypted.forEach(
                  (device, one) ->
                      distributions.add(new Encryption.Sealed(plan.lacking().get(device), one)));
              return commit(
                  fanout,
                  batch,
                  new Ready(
                      message.bytes(),
                      distributions,
                      receivers.given(keyId, encrypted.keySet()),
                      readable,
                      ready.events()));
            });
  }

  private CompletionStage<Outcome> commit(GroupFanout fanout, Batch.Builder batch, Ready outcome) {
    if (!outcome.readable()) {
      return Stages.of(outcome); // nothing is sent, nothing is stored
    }
    context.sentMessages().get().remember(batch, fanout.group(), fanout.id(), fanout.message());
    return context.storage().commit(batch.build()).thenApply(none -> outcome);
  }

  private Jid ownDevice(Link link) {
    return mappings.canonicalDevice(link.own().lid());
  }

  static Bytes distribution(Jid group, byte[] key) {
    return Bytes.wrap(
        Message.newBuilder()
            .setSenderKeyDistributionMessage(
                Message.SenderKeyDistributionMessage.newBuilder()
                    .setGroupId(group.toString())
                    .setAxolotlSenderKeyDistributionMessage(ByteString.copyFrom(key)))
            .build()
            .toByteArray());
  }
}
