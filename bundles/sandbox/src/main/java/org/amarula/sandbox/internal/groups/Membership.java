package org.amarula.sandbox.internal.groups;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;

/** Who comes, goes and becomes admin (spec features.md 1.5). On the lane. */
final class Membership {
  static final int LIMIT = 1024;
  private static final Duration INVITE_LIFE = Duration.ofDays(3);

  private final Directory directory;
  private final Groups groups;
  private final GroupNotices notices;
  private final Clock clock;

  Membership(Directory directory, Groups groups, GroupNotices notices, Clock clock) {
    this.directory = directory;
    this.groups = groups;
    this.notices = notices;
    this.clock = clock;
  }

  /** Adds, removes, promotes or demotes users and tells what became of each. */
  List<Node> change(Group group, Account actor, String action, List<Jid> users)
      throws GroupRefusedException {
    boolean free = action.equals("add") && !group.settings.adminsAdd();
    if (!group.has(actor)) {
      throw GroupRefusedException.notMember();
    }
    if (!free && !group.isAdmin(actor)) {
      throw GroupRefusedException.notAdmin();
    }
    if (users.isEmpty()) {
      throw GroupRefusedException.badRequest();
    }
    List<Node> outcomes = new ArrayList<>();
    Set<Account> changed = new LinkedHashSet<>();
    for (Jid user : users) {
      Optional<Account> account = directory.find(user);
      int error = account.map(found -> obstacle(group, actor, action, found)).orElse(404);
      if (error == 0) {
        apply(group, action, account.get());
        changed.add(account.get());
      }
      outcomes.add(outcome(group, actor, user, account, error));
    }
    announce(group, actor, action, changed);
    return outcomes;
  }

  private static int obstacle(Group group, Account actor, String action, Account account) {
    boolean in = group.has(account);
    switch (action) {
      case "add":
        if (in) {
          return 409;
        }
        if (group.size() >= LIMIT) {
          return 419;
        }
        if (account.profile().blocked().contains(actor)) {
          return 401;
        }
        return account.allows("groupadd", actor) ? 0 : 403;
      case "remove":
        return in ? foundersStay(group, account) : 404;
      case "promote":
        return in ? conflict(group.isAdmin(account)) : 404;
      default:
        return in ? conflict(!group.isAdmin(account)) : 404;
    }
  }

  private static int foundersStay(Group group, Account account) {
    return group.role(account).filter(Role.SUPERADMIN::equals).isPresent() ? 403 : 0;
  }

  private static int conflict(boolean already) {
    return already ? 409 : 0;
  }

  private static void apply(Group group, String action, Account account) {
    switch (action) {
      case "remove" -> group.remove(account);
      case "promote" -> group.put(account, Role.ADMIN);
      default -> group.put(account, Role.MEMBER);
    }
  }

  private Node outcome(Group group, Account actor, Jid user, Optional<Account> account, int error) {
    NodeBuilder node =
        account
            .map(found -> GroupNodes.participant(group, found))
            .orElseGet(() -> Node.builder("participant").attribute("jid", user.toUser()));
    if (error != 0) {
      node.attribute("error", error);
    }
    if (error == 403 && account.isPresent() && !group.has(account.get())) {
      node.child(privateInvite(group, actor, account.get()));
    }
    return node.build();
  }

  /** Spec features.md 1.5: the invite to send instead. */
  private Node privateInvite(Group group, Account actor, Account invited) {
    PrivateInvite invite =
        new PrivateInvite(groups.newCode(), actor, invited, clock.instant().plus(INVITE_LIFE));
    group.privateInvites().put(invite.code(), invite);
    return Node.builder("add_request")
        .attribute("code", invite.code())
        .attribute("expiration", GroupNodes.seconds(invite.expiration()))
        .build();
  }

  private void announce(Group group, Account actor, String action, Set<Account> changed) {
    if (changed.isEmpty()) {
      return;
    }
    NodeBuilder change =
        Node.builder(action)
            .attribute("prev_v_id", group.version() - changed.size())
            .attribute("v_id", group.version());
    changed.forEach(account -> change.child(GroupNodes.participant(group, account).build()));
    Set<Account> readers = new LinkedHashSet<>(group.members());
    if (action.equals("add")) {
      readers.removeAll(changed);
      welcome(group, actor, changed, "");
    } else {
      readers.addAll(changed);
    }
    notices.tell(group, actor, change.build(), readers);
  }

  /** Tells newcomers what they joined. */
  void welcome(Group group, Account actor, Set<Account> newcomers, String reason) {
    Node created =
        Node.builder("create")
            .attribute("reason", reason.isEmpty() ? null : reason)
            .child(GroupNodes.group(group))
            .build();
    notices.tell(group, actor, created, newcomers);
  }

  /** Somebody comes by invite: told to the others as such. */
  void join(Group group, Account account, String reason) throws GroupRefusedException {
    if (group.has(account)) {
      throw new GroupRefusedException(409, "conflict");
    }
    if (group.size() >= LIMIT) {
      throw new GroupRefusedException(419, "resource-limit");
    }
    Set<Account> before = new LinkedHashSet<>(group.members());
    group.put(account, Role.MEMBER);
    Node add =
        Node.builder("add")
            .attribute("reason", reason)
            .attribute("prev_v_id", group.version() - 1)
            .attribute("v_id", group.version())
            .child(GroupNodes.participant(group, account).build())
            .build();
    welcome(group, account, Set.of(account), reason);
    notices.tell(group, account, add, before);
  }

  /** A member leaves; an empty group is gone. */
  void leave(Group group, Account account) throws GroupRefusedException {
    if (!group.has(account)) {
      throw GroupRefusedException.notMember();
    }
    Node leave =
        Node.builder("leave").child(GroupNodes.participant(group, account).build()).build();
    Set<Account> readers = new LinkedHashSet<>(group.members());
    group.remove(account);
    notices.tell(group, account, leave, readers);
    if (group.size() == 0) {
      groups.remove(group);
    }
  }
}
