package org.amarula.sandbox.internal.groups;

import java.util.List;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;

/** Changes of a group's subject, description and settings (spec features.md 1.6). On the lane. */
final class GroupChanges {
  private static final Set<String> ADMINS_ONLY =
      Set.of(
          "locked",
          "unlocked",
          "announcement",
          "not_announcement",
          "member_add_mode",
          "membership_approval_mode");
  private static final int LONGEST_DESCRIPTION = 2048;

  private final GroupDesk desk;

  GroupChanges(GroupDesk desk) {
    this.desk = desk;
  }

  void apply(Group group, Account actor, List<Node> changes) throws GroupRefusedException {
    for (Node change : changes) {
      require(group, actor, change);
      Node told = apply(group, actor, change);
      desk.notices().tell(group, actor, told);
    }
  }

  private static void require(Group group, Account actor, Node change)
      throws GroupRefusedException {
    if (!group.has(actor)) {
      throw GroupRefusedException.notMember();
    }
    boolean restricted = group.settings.locked() || ADMINS_ONLY.contains(change.tag());
    if (restricted && !group.isAdmin(actor)) {
      throw GroupRefusedException.notAdmin();
    }
  }

  private Node apply(Group group, Account actor, Node change) throws GroupRefusedException {
    switch (change.tag()) {
      case "subject":
        return subject(group, actor, change);
      case "description":
        return describe(group, actor, change);
      default:
        if (!group.settings.take(change)) {
          throw new GroupRefusedException(501, "feature-not-implemented");
        }
        return told(change);
    }
  }

  private Node subject(Group group, Account actor, Node change) throws GroupRefusedException {
    String text = change.contentAsString().orElse("");
    GroupDesk.requireSubject(text);
    group.subject(text, actor, desk.clock().instant());
    NodeBuilder told =
        Node.builder("subject")
            .attribute("subject", text)
            .attribute("s_t", GroupNodes.seconds(group.subjectTime()));
    GroupNodes.address(told, "s_o", actor, group);
    return told.build();
  }

  private Node describe(Group group, Account actor, Node change) throws GroupRefusedException {
    String current = group.description().map(Description::id).orElse("");
    if (!change.attribute("prev").orElse("").equals(current)) {
      throw new GroupRefusedException(409, "conflict");
    }
    if (change.hasAttribute("delete", "true")) {
      group.noDescription();
      return Node.builder("description")
          .attributeIfPresent("id", change.attribute("id"))
          .child(Node.of("delete"))
          .build();
    }
    Description description = Description.of(actor, change, desk.clock().instant());
    if (description.body().length() > LONGEST_DESCRIPTION) {
      throw new GroupRefusedException(406, "not-acceptable");
    }
    group.description(description);
    return Node.builder("description")
        .attribute("id", description.id())
        .child(GroupNodes.body(description))
        .build();
  }

  private static Node told(Node change) {
    boolean off = change.is("ephemeral") && change.hasAttribute("expiration", "0");
    return off ? Node.of("not_ephemeral") : change;
  }
}
