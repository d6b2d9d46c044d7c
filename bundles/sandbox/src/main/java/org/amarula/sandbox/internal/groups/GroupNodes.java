package org.amarula.sandbox.internal.groups;

import java.time.Instant;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;

/** Groups and members as nodes (spec features.md 1.2). Stateless. */
final class GroupNodes {
  private GroupNodes() {}

  /** The whole metadata. */
  static Node group(Group group) {
    return builder(group, true).build();
  }

  /** The metadata to be completed, with or without the members. */
  static NodeBuilder builder(Group group, boolean withMembers) {
    NodeBuilder node =
        Node.builder("group")
            .attribute("id", group.jid().user())
            .attribute("subject", group.subject())
            .attribute("s_t", seconds(group.subjectTime()))
            .attribute("creation", seconds(group.creation()))
            .attribute("size", group.size())
            .attribute("addressing_mode", group.mode())
            .attribute("a_v_id", group.version())
            .attribute("p_v_id", group.version());
    address(node, "s_o", group.subjectOwner(), group);
    address(node, "creator", group.creator(), group);
    if (withMembers) {
      group.members().forEach(member -> node.child(participant(group, member).build()));
    }
    group.description().ifPresent(description -> node.child(description(group, description)));
    return node.children(group.settings.toNodes());
  }

  /** An account in the group's addressing; in LID groups its number is named beside. */
  static void address(NodeBuilder node, String key, Account account, Group group) {
    node.attribute(key, account.jid(group.server()));
    if (group.server().equals(Jid.LID)) {
      node.attribute(key + "_pn", account.jid(Jid.PN));
    }
  }

  /** A member with its role and both addresses. */
  static NodeBuilder participant(Group group, Account account) {
    boolean lid = group.server().equals(Jid.LID);
    return Node.builder("participant")
        .attribute("jid", account.jid(group.server()))
        .attribute(lid ? "phone_number" : "lid", account.jid(lid ? Jid.PN : Jid.LID))
        .attributeIfPresent("type", group.role(account).flatMap(Role::text));
  }

  private static Node description(Group group, Description description) {
    NodeBuilder node =
        Node.builder("description")
            .attribute("id", description.id())
            .attribute("t", seconds(description.at()));
    address(node, "participant", description.author(), group);
    return node.child(body(description)).build();
  }

  static Node body(Description description) {
    return Node.builder("body").text(description.body()).build();
  }

  static long seconds(Instant instant) {
    return instant.getEpochSecond();
  }
}
