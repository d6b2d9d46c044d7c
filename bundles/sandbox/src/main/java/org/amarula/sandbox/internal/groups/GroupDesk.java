package org.amarula.sandbox.internal.groups;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.wire.Ids;

/**
 * What phones and programs do to groups without a request on the wire: they are told as a client's
 * changes are. On the lane.
 */
public final class GroupDesk {
  private static final int LONGEST_SUBJECT = 100;

  private final Directory directory;
  private final Groups groups;
  private final GroupNotices notices;
  private final Membership membership;
  private final Clock clock;
  private String server = Jid.LID;

  /** A desk for these groups; new ones have hidden ids. */
  public GroupDesk(Directory directory, Groups groups, Post post, Ids ids, Clock clock) {
    this.directory = directory;
    this.groups = groups;
    this.notices = new GroupNotices(post, ids, clock);
    this.membership = new Membership(directory, groups, notices, clock);
    this.clock = clock;
  }

  /** The groups it serves. */
  public Groups groups() {
    return groups;
  }

  GroupNotices notices() {
    return notices;
  }

  Membership membership() {
    return membership;
  }

  Clock clock() {
    return clock;
  }

  /** The kind of addresses of new groups, {@link Jid#PN} or {@link Jid#LID}. */
  public String server() {
    return server;
  }

  /** Changes the kind of addresses of groups to come. */
  public void server(String other) {
    server = other;
  }

  /** Who learns about new devices of an account: contacts and who shares a group with it. */
  public Set<Account> acquaintances(Account account) {
    Set<Account> all = new LinkedHashSet<>(account.contacts());
    all.addAll(groups.companions(account));
    return all;
  }

  /** Makes a group as its first superadmin and tells all members. */
  public Group create(Account creator, String subject, List<Jid> users, String kind) {
    try {
      Created created = create(creator, subject, users, kind, "", List.of());
      notices.flush();
      return created.group();
    } catch (GroupRefusedException e) {
      notices.forget();
      throw new IllegalArgumentException("The group is refused: " + e.getMessage(), e);
    }
  }

  /** Makes a group with settings; notifications wait for the flush. */
  Created create(
      Account creator,
      String subject,
      List<Jid> users,
      String kind,
      String key,
      List<Node> settings)
      throws GroupRefusedException {
    requireSubject(subject);
    Group group = new Group(groups.nextJid(), kind, subject, creator, clock.instant());
    group.inviteCode(groups.newCode());
    for (Node setting : settings) {
      if (setting.is("description")) {
        group.description(Description.of(creator, setting, clock.instant()));
      } else {
        group.settings.take(setting);
      }
    }
    group.put(creator, Role.SUPERADMIN);
    Set<Node> failed = new LinkedHashSet<>();
    for (Jid user : users) {
      Optional<Account> account = directory.find(user);
      if (account.filter(creator::equals).isPresent()) {
        continue;
      }
      int error = account.map(found -> found.allows("groupadd", creator) ? 0 : 403).orElse(404);
      if (error == 0) {
        group.put(account.get(), Role.MEMBER);
      } else {
        Jid named = account.map(found -> found.jid(kind)).orElse(user);
        failed.add(
            Node.builder("participant").attribute("jid", named).attribute("error", error).build());
      }
    }
    groups.add(group);
    Node told =
        Node.builder("create")
            .attribute("type", "new")
            .attribute("key", key.isEmpty() ? null : key)
            .child(GroupNodes.group(group))
            .build();
    notices.tell(group, creator, told);
    return new Created(group, new ArrayList<>(failed));
  }

  static void requireSubject(String subject) throws GroupRefusedException {
    if (subject.isEmpty() || subject.codePointCount(0, subject.length()) > LONGEST_SUBJECT) {
      throw new GroupRefusedException(406, "not-acceptable");
    }
  }

  /** Adds, removes, promotes or demotes, or lets somebody leave; false when refused. */
  public boolean change(Group group, Account actor, String action, List<Jid> users) {
    try {
      if (action.equals("leave")) {
        membership.leave(group, actor);
      } else {
        List<Node> outcomes = membership.change(group, actor, action, users);
        if (outcomes.stream().anyMatch(each -> each.attribute("error").isPresent())) {
          notices.flush();
          return false;
        }
      }
      notices.flush();
      return true;
    } catch (GroupRefusedException e) {
      notices.forget();
      return false;
    }
  }

  /** Switches a group between phone numbers and hidden ids, as the server does one day. */
  public void readdress(Group group, String kind) {
    group.server(kind);
  }

  /** A new group and those who could not be added. */
  record Created(Group group, List<Node> failed) {}
}
