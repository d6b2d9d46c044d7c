package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Content;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.device.DeviceList;
import org.amarula.messaging.internal.device.Phash;
import org.amarula.messaging.internal.group.GroupDirectory;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.token.ReportingToken;
import org.amarula.proto.message.Message;

/** Sends messages to groups and to status. Thread-safe; holds nothing between messages. */
public final class GroupSender {
  private static final int MAX_ROUNDS = 6;

  private final MessengerContext context;
  private final Mappings mappings;
  private final GroupDirectory groups;
  private final DeviceDirectory directory;
  private final BundleFetch bundles;
  private final GroupEncryption encryption;
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
      BundleFetch bundles,
      SecureRandom random) {
    this.context = context;
    this.mappings = mappings;
    this.groups = groups;
    this.directory = directory;
    this.bundles = bundles;
    this.encryption =
        new GroupEncryption(context, cipher, new Sealing(context, random), mappings, custody);
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
    return CompletableFuture.supplyAsync(() -> accounts(audience), context.workers())
        .thenCompose(users -> lists(link, users))
        .thenApplyAsync(lists -> statusFanout(link, draft, lists), context.workers())
        .thenCompose(fanout -> seal(fanout, new GroupEncryption.Attempt(), 1))
        .thenApply(sent -> acks.result(id, sent.ack()))
        .handle((result, error) -> error == null ? Stages.of(result) : Acks.missing(id, error))
        .thenCompose(result -> result);
  }

  /** A message that was acknowledged. */
  private record Sent(Node ack) {}

  private CompletionStage<Sent> sendOnce(Link link, Jid group, Draft draft) {
    return metadata(link, group)
        .thenCompose(
            found ->
                lists(link, found.members().stream().map(GroupMember::jid).toList())
                    .thenApplyAsync(
                        lists -> groupFanout(link, draft, found, lists), context.workers()))
        .thenCompose(fanout -> seal(fanout, new GroupEncryption.Attempt(), 1));
  }

  private CompletionStage<GroupMetadata> metadata(Link link, Jid group) {
    return groups
        .find(link, group)
        .handle(
            (found, error) ->
                error != null && Stages.cause(error) instanceof RequestRejectedException
                    ? Stages.<GroupMetadata>failed(
                        new UnreachableException("The server does not tell who is in the group."))
                    : error == null
                        ? Stages.of(found)
                        : Stages.<GroupMetadata>failed(Stages.cause(error)))
        .thenCompose(stage -> stage);
  }

  private List<Jid> accounts(Collection<Jid> audience) {
    return audience.stream().filter(Accounts::isPerson).map(mappings::canonical).toList();
  }

  private CompletionStage<Map<Jid, DeviceList>> lists(Link link, Collection<Jid> users) {
    Set<Jid> all = new LinkedHashSet<>(users);
    all.removeIf(link.own()::isOwn);
    all.add(link.own().lid().toUser());
    return directory
        .find(link, all)
        .handle(
            (lists, error) ->
                error != null && Stages.cause(error) instanceof RequestRejectedException
                    ? Stages.<Map<Jid, DeviceList>>failed(
                        new UnreachableException(
                            "The server does not tell the recipients' devices."))
                    : error == null
                        ? Stages.of(lists)
                        : Stages.<Map<Jid, DeviceList>>failed(Stages.cause(error)))
        .thenCompose(stage -> stage);
  }

  private GroupFanout groupFanout(
      Link link, Draft draft, GroupMetadata group, Map<Jid, DeviceList> lists) {
    return fanout(
        link,
        draft,
        group.group(),
        group.addressingMode().equals(Jid.LID),
        group.expiration(),
        lists);
  }

  private GroupFanout statusFanout(Link link, Draft draft, Map<Jid, DeviceList> lists) {
    // all devices of one stanza are named in one way: by hidden id when everybody's is known
    boolean byLid = lists.keySet().stream().allMatch(user -> mappings.canonical(user).isLid());
    return fanout(link, draft, Jid.STATUS, byLid, Duration.ZERO, lists);
  }

  private GroupFanout fanout(
      Link link,
      Draft draft,
      Jid group,
      boolean byLid,
      Duration expiration,
      Map<Jid, DeviceList> lists) {
    UnaryOperator<Jid> named = byLid ? mappings::canonical : this::byNumber;
    Jid thisDevice = byLid ? link.own().lid() : link.own().pn();
    Set<Jid> all = new LinkedHashSet<>();
    lists.forEach((user, list) -> all.addAll(list.of(named.apply(user))));
    all.removeIf(Jid::isHosted); // 5.4: never part of a group
    List<Jid> devices = all.stream().filter(device -> !link.own().isThisDevice(device)).toList();
    all.add(thisDevice);
    Message message = draft.message(link, group, named);
    String id = draft.id();
    List<Node> extras =
        ReportingToken.of(message, id, thisDevice.toUser(), group).stream().toList();
    return new GroupFanout(
        link,
        id,
        group,
        byLid ? Jid.LID : "pn",
        devices,
        Bytes.wrap(message.toByteArray()),
        Shape.of(message),
        expiration,
        extras,
        Phash.of(all));
  }

  private Jid byNumber(Jid jid) {
    Jid account = Accounts.of(jid);
    return account.isLid() ? mappings.other(account).orElse(account) : account;
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
    CompletionStage<Void> confirmed = code == 0 ? encryption.confirm(fanout, ready) : Stages.done();
    boolean outdated =
        code == Acks.NOT_AUTHORIZED
            || code == Acks.FORBIDDEN
            || code == Acks.STALE_ADDRESSING
            || code == Acks.STALE_DEVICES
            || Acks.tellsOtherDevices(ack, fanout.phash());
    if (fanout.group().isBroadcast() || !outdated) {
      return settled(confirmed);
    }
    // 6.6: the server knows other members or devices than we do
    Set<Jid> users = new LinkedHashSet<>();
    fanout.devices().forEach(device -> users.add(Accounts.of(device)));
    users.add(fanout.link().own().lid().toUser());
    return settled(
        confirmed
            .thenCompose(none -> groups.forget(fanout.group()))
            .thenCompose(none -> directory.forget(users)));
  }

  // The message is out: what cannot be noted is found out again at the next one.
  private static CompletionStage<Void> settled(CompletionStage<Void> stage) {
    return Stages.settled(stage);
  }
}
