package org.amarula.sandbox;

import java.util.List;
import org.amarula.sandbox.internal.server.GroupControl;

/**
 * The groups of a {@link SandboxServer}: what phones do to them, told to all members as the real
 * server does. Accounts are phone numbers in digits, made when there are none; groups are addresses
 * such as {@code 120363000000000001@g.us}. Free for any thread; lives as long as the server. What
 * the group refuses ends in {@link IllegalArgumentException}.
 */
public final class SandboxGroups {
  private final GroupControl control;

  SandboxGroups(GroupControl control) {
    this.control = control;
  }

  /** Makes a group and tells its address. */
  public String create(String creator, String subject, List<String> members) {
    return control.create(creator, subject, members);
  }

  /** An admin, or any member when all may, adds others. */
  public void add(String group, String actor, String... members) {
    control.change(group, actor, "add", List.of(members));
  }

  /** An admin removes members. */
  public void remove(String group, String actor, String... members) {
    control.change(group, actor, "remove", List.of(members));
  }

  /** An admin makes members admins. */
  public void promote(String group, String actor, String... members) {
    control.change(group, actor, "promote", List.of(members));
  }

  /** An admin makes admins regular members. */
  public void demote(String group, String actor, String... members) {
    control.change(group, actor, "demote", List.of(members));
  }

  /** A member leaves. */
  public void leave(String group, String member) {
    control.change(group, member, "leave", List.of());
  }

  /** The phone numbers of the members, oldest first. */
  public List<String> members(String group) {
    return control.members(group);
  }

  /** The addressing mode of groups to come, {@code lid} (as at the start) or {@code pn}. */
  public void addressing(String mode) {
    control.addressing(mode);
  }

  /** Switches a group to {@code lid} or {@code pn} in the middle of its life. */
  public void readdress(String group, String mode) {
    control.readdress(group, mode);
  }
}
