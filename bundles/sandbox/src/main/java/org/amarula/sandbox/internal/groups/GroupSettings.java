package org.amarula.sandbox.internal.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.amarula.codec.Node;

/** The switches of a group (spec features.md 1.6). Confined to the lane. */
final class GroupSettings {
  private static final Set<Long> TIMERS = Set.of(86_400L, 604_800L, 7_776_000L);

  private boolean announcement;
  private boolean locked;
  private boolean adminsAdd;
  private boolean approval;
  private long expiration;

  boolean announcement() {
    return announcement;
  }

  boolean locked() {
    return locked;
  }

  boolean adminsAdd() {
    return adminsAdd;
  }

  boolean approval() {
    return approval;
  }

  /** Takes over one setting; false when the node is none. */
  boolean take(Node setting) throws GroupRefusedException {
    switch (setting.tag()) {
      case "announcement", "not_announcement" -> announcement = setting.is("announcement");
      case "locked", "unlocked" -> locked = setting.is("locked");
      case "not_ephemeral" -> expiration = 0;
      case "ephemeral" -> expiration = timer(setting);
      case "member_add_mode" -> adminsAdd = addMode(setting);
      case "membership_approval_mode" ->
          approval = setting.requireChild("group_join").hasAttribute("state", "on");
      default -> {
        return false;
      }
    }
    return true;
  }

  private static long timer(Node setting) throws GroupRefusedException {
    long seconds = setting.requireNumberAttribute("expiration");
    if (seconds != 0 && !TIMERS.contains(seconds)) {
      throw GroupRefusedException.badRequest();
    }
    return seconds;
  }

  private static boolean addMode(Node setting) throws GroupRefusedException {
    String mode = setting.contentAsString().orElse("");
    if (!Set.of("admin_add", "all_member_add").contains(mode)) {
      throw GroupRefusedException.badRequest();
    }
    return mode.equals("admin_add");
  }

  /** The settings as children of {@code group}. */
  List<Node> toNodes() {
    List<Node> nodes = new ArrayList<>();
    if (announcement) {
      nodes.add(Node.of("announcement"));
    }
    if (locked) {
      nodes.add(Node.of("locked"));
    }
    if (expiration > 0) {
      nodes.add(Node.builder("ephemeral").attribute("expiration", expiration).build());
    }
    nodes.add(
        Node.builder("member_add_mode").text(adminsAdd ? "admin_add" : "all_member_add").build());
    if (approval) {
      nodes.add(approvalNode(true));
    }
    return nodes;
  }

  static Node approvalNode(boolean on) {
    Node join = Node.builder("group_join").attribute("state", on ? "on" : "off").build();
    return Node.builder("membership_approval_mode").child(join).build();
  }
}
