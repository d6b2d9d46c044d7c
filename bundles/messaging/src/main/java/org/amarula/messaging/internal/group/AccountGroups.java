package org.amarula.messaging.internal.group;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.amarula.api.Bytes;
import org.amarula.api.NotConnectedException;
import org.amarula.api.ProtocolException;
import org.amarula.api.group.CreatedGroup;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.group.Groups;
import org.amarula.api.group.ParticipantResult;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.MessageId;
import org.amarula.messaging.internal.token.TrustedTokens;

/** The groups of the account, asked for and changed at the server. Thread-safe. */
public final class AccountGroups implements Groups {
  private final MessengerContext context;
  private final Supplier<Optional<Link>> link;
  private final GroupDirectory directory;
  private final GroupKeys keys;
  private final Mappings mappings;
  private final TrustedTokens tokens;
  private final SecureRandom random;

  /**
   * Groups.
   *
   * @param link the link to ask on, while the account is active
   */
  public AccountGroups(
      MessengerContext context,
      Supplier<Optional<Link>> link,
      GroupDirectory directory,
      GroupKeys keys,
      Mappings mappings,
      TrustedTokens tokens,
      SecureRandom random) {
    this.context = context;
    this.link = link;
    this.directory = directory;
    this.keys = keys;
    this.mappings = mappings;
    this.tokens = tokens;
    this.random = random;
  }

  @Override
  public CompletionStage<GroupMetadata> metadata(Jid group) {
    return online(now -> directory.ask(now, requireGroup(group)));
  }

  @Override
  public CompletionStage<List<GroupMetadata>> all() {
    return online(
        now ->
            directory.keeping(
                () ->
                    now.stream()
                        .query(GroupRequests.participating())
                        .thenApply(AccountGroups::groups),
                groups -> groups));
  }

  @Override
  public CompletionStage<CreatedGroup> create(String subject, Collection<Jid> participants) {
    return online(
        now ->
            named(now, participants)
                .thenCompose(
                    named ->
                        directory.keeping(
                            () ->
                                now.stream()
                                    .query(GroupRequests.create(subject, id(now), named))
                                    .thenApply(reply -> created(now, reply)),
                            group -> List.of(group.metadata()))));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> add(Jid group, Collection<Jid> participants) {
    return online(
        now -> named(now, participants).thenCompose(named -> change(now, group, "add", named)));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> remove(Jid group, Collection<Jid> participants) {
    return online(now -> change(now, group, "remove", participants));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> promote(Jid group, Collection<Jid> participants) {
    return online(now -> change(now, group, "promote", participants));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> demote(Jid group, Collection<Jid> participants) {
    return online(now -> change(now, group, "demote", participants));
  }

  @Override
  public CompletionStage<Void> leave(Jid group) {
    return online(
        now ->
            now.stream()
                .query(GroupRequests.leave(List.of(requireGroup(group))))
                .thenCompose(reply -> keys.left(now, group)));
  }

  @Override
  public CompletionStage<Void> setSubject(Jid group, String subject) {
    return online(
        now ->
            now.stream()
                .query(GroupRequests.subject(requireGroup(group), subject))
                .thenCompose(reply -> directory.forget(group)));
  }

  /** To those who are in the group, by the names that it has for them. */
  private CompletionStage<List<ParticipantResult>> change(
      Link now, Jid group, String action, Collection<Jid> participants) {
    return directory
        .find(now, requireGroup(group))
        .handleAsync(
            (found, error) -> {
              Optional<GroupMetadata> known = Optional.ofNullable(found);
              return participants.stream().map(jid -> inGroup(known, jid)).toList();
            },
            context.workers())
        .thenCompose(named -> change(now, group, action, named));
  }

  private CompletionStage<List<ParticipantResult>> change(
      Link now, Jid group, String action, List<GroupRequests.Participant> participants) {
    return now.stream()
        .query(GroupRequests.change(requireGroup(group), action, participants))
        .thenCompose(reply -> directory.forget(group).thenApply(none -> reply))
        .thenApply(
            reply ->
                reply
                    .child(action)
                    .map(GroupNodes::results)
                    .orElseThrow(() -> new ProtocolException("The answer names no participant.")));
  }

  private GroupRequests.Participant inGroup(Optional<GroupMetadata> known, Jid jid) {
    Jid account = Accounts.of(jid);
    Jid name =
        known
            .flatMap(group -> group.member(account))
            .map(GroupMember::jid)
            .orElseGet(() -> mappings.canonical(account));
    return new GroupRequests.Participant(name, name, Bytes.EMPTY);
  }

  /** Who is to come into a group; we are in it without being named. */
  private CompletionStage<List<GroupRequests.Participant>> named(
      Link now, Collection<Jid> participants) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<GroupRequests.Participant> named = new ArrayList<>();
          for (Jid jid : participants) {
            if (!now.own().isOwn(jid)) {
              Jid name = mappings.canonical(jid);
              Jid number = name.isLid() ? mappings.other(name).orElse(name) : name;
              Bytes token = tokens.find(name).orElse(Bytes.EMPTY);
              named.add(new GroupRequests.Participant(name, number, token));
            }
          }
          return named;
        },
        context.workers());
  }

  private String id(Link now) {
    byte[] random16 = new byte[16];
    random.nextBytes(random16);
    long seconds = context.clock().instant().getEpochSecond();
    return MessageId.of(seconds, now.own().pn().user(), random16);
  }

  private <T> CompletionStage<T> online(Function<Link, CompletionStage<T>> request) {
    Optional<Link> now = link.get();
    return now.isPresent()
        ? Stages.begin(() -> request.apply(now.get()))
        : Stages.failed(new NotConnectedException(context.settings().profile(), "offline"));
  }

  private static CreatedGroup created(Link now, Node reply) {
    Node group =
        reply
            .child("group")
            .orElseThrow(() -> new ProtocolException("The server's answer names no group."));
    List<ParticipantResult> results = new ArrayList<>(GroupNodes.results(group));
    results.removeIf(result -> now.own().isOwn(result.participant())); // nobody asked for us
    return new CreatedGroup(GroupNodes.metadata(group), results);
  }

  private static List<GroupMetadata> groups(Node reply) {
    List<GroupMetadata> groups = new ArrayList<>();
    reply
        .child("groups")
        .map(list -> list.children("group"))
        .orElse(List.of())
        .forEach(group -> groups.add(GroupNodes.metadata(group)));
    return groups;
  }

  private static Jid requireGroup(Jid group) {
    if (!group.isGroup()) {
      throw new IllegalArgumentException("This is not the address of a group.");
    }
    return group;
  }
}
