package org.amarula.messaging.internal.send;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.device.DeviceList;
import org.amarula.messaging.internal.device.Phash;
import org.amarula.messaging.internal.group.GroupDirectory;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.token.ReportingToken;
import org.amarula.proto.message.Message;

/**
 * The devices that a message to a group or to status goes to, and the names to use; spec/signal.md
 * 5.4. Thread-safe; holds nothing.
 */
final class GroupAddressing {
  private final Mappings mappings;
  private final GroupDirectory groups;
  private final DeviceDirectory directory;
  private final Executor workers;

  GroupAddressing(
      Mappings mappings, GroupDirectory groups, DeviceDirectory directory, Executor workers) {
    this.mappings = mappings;
    this.groups = groups;
    this.directory = directory;
    this.workers = workers;
  }

  /**
   * Who is to read a message.
   *
   * @param devices as on the wire, this one left out
   * @param thisDevice our name there
   */
  private record Audience(
      boolean byLid, Duration expiration, List<Jid> devices, Jid thisDevice, String phash) {
    String mode() {
      return byLid ? Jid.LID : "pn";
    }
  }

  /** All devices of a group. */
  CompletionStage<GroupFanout> group(Link link, Jid group, Draft draft) {
    return audience(link, group)
        .thenApplyAsync(audience -> fanout(link, group, draft, audience), workers);
  }

  /** All devices of an audience. */
  CompletionStage<GroupFanout> status(Link link, Collection<Jid> audience, Draft draft) {
    return CompletableFuture.supplyAsync(() -> accounts(audience), workers)
        .thenCompose(users -> lists(link, users))
        .thenApplyAsync(
            lists -> {
              // all devices of one stanza are named in one way: by hidden id when all are known
              boolean byLid =
                  lists.keySet().stream().allMatch(user -> mappings.canonical(user).isLid());
              Audience found = audience(link, byLid, Duration.ZERO, lists);
              return fanout(link, Jid.STATUS, draft, found);
            },
            workers);
  }

  /** 6.6: the server knows other members or devices; whoever looks next asks anew. */
  CompletionStage<Void> forget(GroupFanout sent) {
    Set<Jid> users = new LinkedHashSet<>();
    sent.devices().forEach(device -> users.add(Accounts.of(device)));
    users.add(sent.link().own().lid().toUser());
    return groups.forget(sent.group()).thenCompose(none -> directory.forget(users));
  }

  /**
   * The same message for those devices that the server knows and that were not addressed (6.6). Who
   * was not known as a member may have come after the message: such a one is among them only when
   * the server counted it for this message.
   *
   * @param hash the server's hash of all devices for this message
   */
  CompletionStage<GroupFanout> missed(GroupFanout sent, String hash) {
    return audience(sent.link(), sent.group())
        .thenApplyAsync(now -> again(sent, now, hash.equals(now.phash())), workers);
  }

  private GroupFanout again(GroupFanout sent, Audience now, boolean counted) {
    Set<Jid> addressed = new HashSet<>();
    Set<Jid> users = new HashSet<>();
    for (Jid device : sent.devices()) {
      addressed.add(mappings.canonicalDevice(device));
      users.add(mappings.canonical(Accounts.of(device)));
    }
    List<Jid> missed =
        now.devices().stream()
            .filter(device -> !addressed.contains(mappings.canonicalDevice(device)))
            .filter(
                device ->
                    counted
                        || sent.link().own().isOwn(device)
                        || users.contains(mappings.canonical(Accounts.of(device))))
            .toList();
    return new GroupFanout(
        sent.link(),
        sent.id(),
        sent.group(),
        now.mode(),
        missed,
        sent.message(),
        sent.shape(),
        now.expiration(),
        List.of(),
        "");
  }

  private CompletionStage<Audience> audience(Link link, Jid group) {
    return metadata(link, group)
        .thenCompose(
            found ->
                lists(link, found.members().stream().map(GroupMember::jid).toList())
                    .thenApplyAsync(
                        lists ->
                            audience(
                                link,
                                found.addressingMode().equals(Jid.LID),
                                found.expiration(),
                                lists),
                        workers));
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

  private Audience audience(
      Link link, boolean byLid, Duration expiration, Map<Jid, DeviceList> lists) {
    UnaryOperator<Jid> named = named(byLid);
    Jid thisDevice = byLid ? link.own().lid() : link.own().pn();
    Set<Jid> all = new LinkedHashSet<>();
    lists.forEach((user, list) -> all.addAll(list.of(named.apply(user))));
    all.removeIf(Jid::isHosted); // 5.4: never part of a group
    List<Jid> devices = all.stream().filter(device -> !link.own().isThisDevice(device)).toList();
    all.add(thisDevice);
    return new Audience(byLid, expiration, devices, thisDevice, Phash.of(all));
  }

  private GroupFanout fanout(Link link, Jid group, Draft draft, Audience audience) {
    Message message = draft.message(link, group, named(audience.byLid()));
    String id = draft.id();
    List<Node> extras =
        ReportingToken.of(message, id, audience.thisDevice().toUser(), group).stream().toList();
    return new GroupFanout(
        link,
        id,
        group,
        audience.mode(),
        audience.devices(),
        Bytes.wrap(message.toByteArray()),
        Shape.of(message),
        audience.expiration(),
        extras,
        audience.phash());
  }

  private UnaryOperator<Jid> named(boolean byLid) {
    return byLid ? mappings::canonical : this::byNumber;
  }

  private Jid byNumber(Jid jid) {
    Jid account = Accounts.of(jid);
    return account.isLid() ? mappings.other(account).orElse(account) : account;
  }
}
