package org.amarula.sandbox.internal.groups;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;

/** Invite links, private invites and join requests (spec features.md 1.7, 1.8). On the lane. */
final class GroupInvites {
  private final GroupDesk desk;
  private final Directory directory;

  GroupInvites(GroupDesk desk, Directory directory) {
    this.desk = desk;
    this.directory = directory;
  }

  private static void requireAdmin(Group group, Account actor) throws GroupRefusedException {
    if (!group.has(actor)) {
      throw GroupRefusedException.notMember();
    }
    if (!group.isAdmin(actor)) {
      throw GroupRefusedException.notAdmin();
    }
  }

  Optional<Node> code(Group group, Account actor, Node request) throws GroupRefusedException {
    requireAdmin(group, actor);
    return Optional.of(invite(group));
  }

  Optional<Node> renew(Group group, Account actor, Node request) throws GroupRefusedException {
    requireAdmin(group, actor);
    group.inviteCode(desk.groups().newCode());
    desk.notices().tell(group, actor, invite(group));
    return Optional.of(invite(group));
  }

  private static Node invite(Group group) {
    return Node.builder("invite").attribute("code", group.inviteCode()).build();
  }

  private Group byCode(Node invite) throws GroupRefusedException {
    String code = invite.attribute("code").orElse("");
    Optional<Group> group = desk.groups().byCode(code);
    if (group.isEmpty() && desk.groups().revoked(code)) {
      throw new GroupRefusedException(410, "gone");
    }
    return group.orElseThrow(() -> new GroupRefusedException(406, "not-acceptable"));
  }

  Optional<Node> info(Account actor, Node invite) throws GroupRefusedException {
    return Optional.of(GroupNodes.group(byCode(invite)));
  }

  Optional<Node> join(Account actor, Node invite) throws GroupRefusedException {
    Group group = byCode(invite);
    if (group.settings.approval() && !group.has(actor)) {
      group.applicants().put(actor, desk.clock().instant());
      tellRequest(group, actor);
      return Optional.of(
          Node.builder("membership_approval_request").attribute("jid", group.jid()).build());
    }
    desk.membership().join(group, actor, "invite");
    return Optional.of(Node.builder("group").attribute("jid", group.jid()).build());
  }

  private void tellRequest(Group group, Account actor) {
    Node request =
        Node.builder("created_membership_requests")
            .attribute("request_method", "invite_link")
            .child(GroupNodes.participant(group, actor).build())
            .build();
    List<Account> admins = group.members().stream().filter(group::isAdmin).toList();
    desk.notices().tell(group, actor, request, admins);
  }

  private PrivateInvite privateInvite(Group group, Account actor, Node request)
      throws GroupRefusedException {
    PrivateInvite invite = group.privateInvites().get(request.attribute("code").orElse(""));
    if (invite == null || invite.invited() != actor) {
      throw new GroupRefusedException(406, "not-acceptable");
    }
    if (invite.expiration().isBefore(desk.clock().instant())) {
      throw new GroupRefusedException(410, "gone");
    }
    return invite;
  }

  Optional<Node> preview(Group group, Account actor, Node request) throws GroupRefusedException {
    privateInvite(group, actor, request);
    return Optional.of(GroupNodes.group(group));
  }

  Optional<Node> accept(Group group, Account actor, Node request) throws GroupRefusedException {
    PrivateInvite invite = privateInvite(group, actor, request);
    desk.membership().join(group, actor, "invite");
    group.privateInvites().remove(invite.code());
    return Optional.empty();
  }

  Optional<Node> revoke(Group group, Account actor, Node request) throws GroupRefusedException {
    requireAdmin(group, actor);
    for (Node participant : request.children("participant")) {
      Optional<Account> invited = directory.find(participant.requireJidAttribute("jid"));
      group
          .privateInvites()
          .values()
          .removeIf(invite -> invited.filter(invite.invited()::equals).isPresent());
    }
    return Optional.empty();
  }

  Optional<Node> applicants(Group group, Account actor, Node request) throws GroupRefusedException {
    requireAdmin(group, actor);
    NodeBuilder list = Node.builder("membership_approval_requests");
    group
        .applicants()
        .forEach(
            (account, since) ->
                list.child(
                    Node.builder("membership_approval_request")
                        .attribute("jid", account.jid(group.server()))
                        .attribute("request_time", GroupNodes.seconds(since))
                        .attribute("request_method", "invite_link")
                        .build()));
    return Optional.of(list.build());
  }

  Optional<Node> decide(Group group, Account actor, Node request) throws GroupRefusedException {
    requireAdmin(group, actor);
    NodeBuilder answer = Node.builder(request.tag());
    for (Node decision : request.children()) {
      NodeBuilder outcomes = Node.builder(decision.tag());
      for (Node participant : decision.children("participant")) {
        outcomes.child(decide(group, actor, decision.is("approve"), participant));
      }
      answer.child(outcomes.build());
    }
    return Optional.of(answer.build());
  }

  private Node decide(Group group, Account actor, boolean approve, Node participant)
      throws GroupRefusedException {
    Optional<Account> account =
        directory
            .find(participant.requireJidAttribute("jid"))
            .filter(group.applicants()::containsKey);
    if (account.isEmpty()) {
      return Node.builder("participant")
          .attribute("jid", participant.requireJidAttribute("jid"))
          .attribute("error", 404)
          .build();
    }
    Node outcome = GroupNodes.participant(group, account.get()).build();
    if (approve) {
      desk.membership().join(group, account.get(), "invite");
    } else {
      group.applicants().remove(account.get());
      Node revoked = Node.builder("revoked_membership_requests").child(outcome).build();
      desk.notices().tell(group, actor, revoked, Set.of(account.get()));
    }
    return outcome;
  }
}
