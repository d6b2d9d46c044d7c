package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Content;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.group.GroupDirectory;
import org.amarula.messaging.internal.group.GroupKeys;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;

/** Sends messages to groups and to status. Thread-safe; holds nothing between messages. */
public final class GroupSender {
  private static final int MAX_ROUNDS = 6;

  private final MessengerContext context;
  private final GroupAddressing addressing;
  private final BundleFetch bundles;
  private final SealingRounds rounds;
  private final KeyReceivers receivers;
  private final GroupEncryption encryption;
  private final GroupEncryptionAgain encryptionAgain;
  private final MissedDevices missed;
  private final Drafts drafts;
  private final Acks acks;

  /** A sender with what it shares with the rest of the messenger. */
  public GroupSender(
      MessengerContext context,
      GroupCipher cipher,
      Mappings mappings,
      Custody custody,
      GroupDirectory groups,
      DeviceDirectory directory,
      GroupKeys groupKeys,
      BundleFetch bundles,
      SecureRandom random) {
    this.context = context;
    this.addressing = new GroupAddressing(mappings, groups, directory, context.workers());
    this.bundles = bundles;
    this.rounds = new SealingRounds(bundles, context.events());
    this.receivers = new KeyReceivers(context.storage(), mappings, custody, groupKeys.doubts());
    Sealing sealing = new Sealing(context, random);
    this.encryption = new GroupEncryption(context, cipher, sealing, receivers, mappings, custody);
    this.encryptionAgain =
        new GroupEncryptionAgain(context, cipher, sealing, receivers, mappings, custody);
    this.missed = new MissedDevices(context);
    this.drafts = new Drafts(random, context.clock());
    this.acks = new Acks(context.clock());
  }

  /** Sends to a group on {@code link}; to be called in the group's turn. */
  public CompletionStage<SendResult> send(Link link, Jid group, Content content) {
    return send(link, group, drafts.of(link, content));
  }

  /** Sends what has its id already; to be called in the group's turn. */
  public CompletionStage<SendResult> send(Link link, Jid group, Draft draft) {
    String id = draft.id();
    return sendOnce(link, group, draft)
        .thenCompose(
            sent ->
                Acks.code(sent.ack()) == Acks.STALE_ADDRESSING
                    // 5.4: once, under the same id, with what the server tells now
                    ? sendOnce(link, group, draft)
                    : Stages.of(sent))
        .thenApply(sent -> acks.result(id, sent.ack()))
        .handle((result, error) -> error == null ? Stages.of(result) : Acks.missing(id, error))
        .thenCompose(result -> result);
  }

  /** Sends our status to {@code audience}; to be called in the turn of status. */
  public CompletionStage<SendResult> status(Link link, Collection<Jid> audience, Content content) {
    return status(link, audience, drafts.of(link, content));
  }

  /** Sends a status that has its id already; to be called in the turn of status. */
  public CompletionStage<SendResult> status(Link link, Collection<Jid> audience, Draft draft) {
    String id = draft.id();
    return addressing
        .status(link, audience, draft)
        .thenCompose(fanout -> seal(fanout, new GroupEncryption.Attempt(), 1))
        .thenApply(sent -> acks.result(id, sent.ack()))
        .handle((result, error) -> error == null ? Stages.of(result) : Acks.missing(id, error))
        .thenCompose(result -> result);
  }

  /** A message that was acknowledged. */
  private record Sent(Node ack) {}

  private CompletionStage<Sent> sendOnce(Link link, Jid group, Draft draft) {
    return addressing
        .group(link, group, draft)
        .thenCompose(fanout -> seal(fanout, new GroupEncryption.Attempt(), 1));
  }

  private CompletionStage<Sent> seal(
      GroupFanout fanout, GroupEncryption.Attempt attempt, int round) {
    return encryption
        .seal(fanout, attempt)
        .thenCompose(
            outcome -> {
              if (outcome instanceof GroupEncryption.Ready ready) {
                ready.events().forEach(context.events()::deliver);
                return write(fanout, ready);
              }
              if (round > MAX_ROUNDS) {
                throw new UnreachableException("The group's devices change all the time.");
              }
              if (outcome instanceof GroupEncryption.BundlesMissing missing) {
                // No custody is held over the network (spec/signal.md 2.3, 10.1).
                return bundles
                    .fetch(fanout.link(), missing.devices())
                    .thenCompose(
                        found -> {
                          attempt.add(missing.devices(), found);
                          return seal(fanout, attempt, round + 1);
                        });
              }
              return seal(fanout, attempt, round + 1);
            });
  }

  private CompletionStage<Sent> write(GroupFanout fanout, GroupEncryption.Ready ready) {
    if (!ready.readable()) {
      throw new UnreachableException(
          "No device of " + fanout.group().redacted() + " can be encrypted to.");
    }
    return fanout.link().stream()
        .sendForAck(MessageStanza.of(fanout, ready), context.settings().ackTimeout())
        .thenCompose(ack -> acked(fanout, ready, ack).thenApply(none -> new Sent(ack)));
  }

  private CompletionStage<Void> acked(GroupFanout fanout, GroupEncryption.Ready ready, Node ack) {
    int code = Acks.code(ack);
    CompletionStage<Void> confirmed =
        code == 0 ? receivers.confirm(fanout.link(), fanout.group(), ready.given()) : Stages.done();
    boolean others = Acks.tellsOtherDevices(ack, fanout.phash());
    boolean outdated =
        code == Acks.NOT_AUTHORIZED
            || code == Acks.FORBIDDEN
            || code == Acks.STALE_ADDRESSING
            || code == Acks.STALE_DEVICES
            || others;
    if (fanout.group().isBroadcast() || !outdated) {
      return settled(confirmed);
    }
    return settled(
        confirmed
            .thenCompose(none -> addressing.forget(fanout))
            .thenAccept(
                none -> {
                  if (others && code == 0) {
                    String hash = ack.requireAttribute("phash");
                    Jid group = fanout.group();
                    missed.told(group, group, fanout.id(), () -> again(fanout, hash));
                  }
                }));
  }

  /** 6.6: once more, for the devices that were missed. */
  private CompletionStage<Void> again(GroupFanout sent, String hash) {
    return addressing
        .missed(sent, hash)
        .thenCompose(fanout -> fanout.devices().isEmpty() ? Stages.done() : again(fanout));
  }

  private CompletionStage<Void> again(GroupFanout fanout) {
    GroupEncryptionAgain.Attempt attempt = encryptionAgain.attempt(fanout);
    return rounds
        .run(fanout.link(), attempt)
        .thenAccept(
            ready -> {
              if (!ready.ciphertexts().isEmpty()) {
                missed.write(
                    fanout.link(),
                    MessageStanza.again(fanout, ready.ciphertexts()),
                    () -> receivers.confirm(fanout.link(), fanout.group(), attempt.given()));
              }
            });
  }

  // The message is out: what cannot be noted is found out again at the next one.
  private static CompletionStage<Void> settled(CompletionStage<Void> stage) {
    return Stages.settled(stage);
  }
}
