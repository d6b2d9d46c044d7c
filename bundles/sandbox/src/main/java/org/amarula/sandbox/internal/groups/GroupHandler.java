package org.amarula.sandbox.internal.groups;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/**
 * {@code w:g2}: all requests about groups (spec features.md 1). The result goes first, then the
 * members are told. On the lane.
 */
public final class GroupHandler implements StanzaHandler {
  private static final Set<String> MEMBER_ACTIONS = Set.of("add", "remove", "promote", "demote");

  private final GroupDesk desk;
  private final Groups groups;
  private final GroupChanges changes;
  private final GroupInvites invites;
  private final Map<String, Operation> onServer;
  private final Map<String, GroupOperation> onGroup;

  /** Serves the groups of this desk. */
  public GroupHandler(GroupDesk desk, Directory directory) {
    this.desk = desk;
    this.groups = desk.groups();
    this.changes = new GroupChanges(desk);
    this.invites = new GroupInvites(desk, directory);
    onServer =
        Map.of(
            "set create", this::create,
            "get participating", this::participating,
            "set leave", this::leave,
            "get invite", invites::info,
            "set invite", invites::join);
    onGroup =
        Map.of(
            "get query", this::query,
            "get invite", invites::code,
            "set invite", invites::renew,
            "set accept", invites::accept,
            "set revoke", invites::revoke,
            "get membership_approval_requests", invites::applicants,
            "set membership_requests_action", invites::decide);
  }

  @Override
  public void handle(Party from, Node iq) {
    Account actor = from.device().account();
    try {
      Optional<Node> child = answer(actor, iq);
      NodeBuilder result = Answers.resultOf(iq).attributeIfPresent("from", iq.jidAttribute("to"));
      child.ifPresent(result::child);
      from.send(result.build());
      desk.notices().flush();
    } catch (GroupRefusedException e) {
      desk.notices().forget();
      from.send(Answers.error(iq, e.code(), e.getMessage()));
    }
  }

  private Optional<Node> answer(Account actor, Node iq) throws GroupRefusedException {
    if (iq.children().isEmpty()) {
      throw GroupRefusedException.badRequest();
    }
    Node request = iq.children().get(0);
    String kind = iq.attribute("type").orElse("") + " " + request.tag();
    Optional<Jid> to = iq.jidAttribute("to").filter(jid -> !jid.user().isEmpty());
    if (to.isEmpty()) {
      Operation operation = onServer.get(kind);
      if (operation == null) {
        throw new GroupRefusedException(501, "feature-not-implemented");
      }
      return operation.run(actor, request);
    }
    Group group = groups.find(to.get()).orElseThrow(GroupRefusedException::notFound);
    GroupOperation operation = onGroup.get(kind);
    if (operation != null) {
      return operation.run(group, actor, request);
    }
    if (!kind.startsWith("set ")) {
      throw new GroupRefusedException(501, "feature-not-implemented");
    }
    if (MEMBER_ACTIONS.contains(request.tag())) {
      return Optional.of(members(group, actor, request));
    }
    changes.apply(group, actor, iq.children());
    return Optional.empty();
  }

  private Optional<Node> create(Account actor, Node create) throws GroupRefusedException {
    List<Jid> users = users(create);
    GroupDesk.Created created =
        desk.create(
            actor,
            create.requireAttribute("subject"),
            users,
            desk.server(),
            create.attribute("key").orElse(""),
            create.children());
    return Optional.of(
        GroupNodes.builder(created.group(), true).children(created.failed()).build());
  }

  private static List<Jid> users(Node parent) {
    return parent.children("participant").stream()
        .map(participant -> participant.requireJidAttribute("jid"))
        .toList();
  }

  private Node members(Group group, Account actor, Node request) throws GroupRefusedException {
    List<Node> outcomes = desk.membership().change(group, actor, request.tag(), users(request));
    return Node.builder(request.tag()).children(outcomes).build();
  }

  private Optional<Node> participating(Account actor, Node request) {
    boolean members = request.child("participants").isPresent();
    NodeBuilder list = Node.builder("groups");
    groups.of(actor).forEach(group -> list.child(GroupNodes.builder(group, members).build()));
    return Optional.of(list.build());
  }

  private Optional<Node> leave(Account actor, Node leave) throws GroupRefusedException {
    NodeBuilder answer = Node.builder("leave");
    List<Node> named = leave.children("group");
    if (named.isEmpty()) {
      throw GroupRefusedException.badRequest();
    }
    for (Node each : named) {
      Jid jid = each.requireJidAttribute("id");
      NodeBuilder outcome = Node.builder("group").attribute("id", jid);
      try {
        Group group = groups.find(jid).orElseThrow(GroupRefusedException::notFound);
        desk.membership().leave(group, actor);
      } catch (GroupRefusedException e) {
        outcome.attribute("error", e.code());
      }
      answer.child(outcome.build());
    }
    return Optional.of(answer.build());
  }

  private Optional<Node> query(Group group, Account actor, Node query)
      throws GroupRefusedException {
    if (query.child("add_request").isPresent()) {
      return invites.preview(group, actor, query.requireChild("add_request"));
    }
    if (!group.has(actor)) {
      throw GroupRefusedException.notMember();
    }
    return Optional.of(GroupNodes.group(group));
  }

  /** A request to the server of groups. */
  @FunctionalInterface
  private interface Operation {
    Optional<Node> run(Account actor, Node request) throws GroupRefusedException;
  }

  /** A request to a group. */
  @FunctionalInterface
  private interface GroupOperation {
    Optional<Node> run(Group group, Account actor, Node request) throws GroupRefusedException;
  }
}
