package org.amarula.sandbox.internal.server;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.groups.GroupDesk;
import org.amarula.sandbox.internal.lane.Lane;

/**
 * Groups in the hands of a program: accounts are phone numbers in digits, groups and status are
 * addresses. Free for any thread; wrong arguments end in {@link IllegalArgumentException}.
 */
public final class GroupControl {
  private final Lane lane;
  private final Directory directory;
  private final GroupDesk desk;

  GroupControl(Lane lane, Directory directory, GroupDesk desk) {
    this.lane = lane;
    this.directory = directory;
    this.desk = desk;
  }

  /** Makes a group and tells its address; accounts that do not exist are made. */
  public String create(String creator, String subject, List<String> members) {
    return lane.call(
        () -> {
          List<Jid> users = members.stream().map(this::user).toList();
          Account account = directory.account(creator, "");
          return desk.create(account, subject, users, desk.server()).jid().toString();
        });
  }

  /** Adds, removes, promotes or demotes members, or lets the actor leave. */
  public void change(String group, String actor, String action, List<String> members) {
    if (!List.of("add", "remove", "promote", "demote", "leave").contains(action)) {
      throw new IllegalArgumentException("There is no group action " + action + ".");
    }
    boolean done =
        lane.call(
            () -> {
              List<Jid> users = members.stream().map(this::user).toList();
              return desk.change(find(group), directory.account(actor, ""), action, users);
            });
    if (!done) {
      throw new IllegalArgumentException("The group refuses to " + action + " these members.");
    }
  }

  private Jid user(String phone) {
    return directory.account(phone, "").jid(Jid.PN);
  }

  Group find(String group) {
    return Jid.tryParse(group)
        .flatMap(desk.groups()::find)
        .orElseThrow(() -> new IllegalArgumentException("There is no such group."));
  }

  /** The phone numbers of the members, oldest first. */
  public List<String> members(String group) {
    return lane.call(() -> find(group).members().stream().map(Account::phone).toList());
  }

  /** The addressing mode of groups to come, {@code lid} or {@code pn}. */
  public void addressing(String mode) {
    String server = server(mode);
    lane.call(
        () -> {
          desk.server(server);
          return true;
        });
  }

  /** Switches a group to another addressing mode, as the real server does one day. */
  public void readdress(String group, String mode) {
    String server = server(mode);
    lane.call(
        () -> {
          desk.readdress(find(group), server);
          return true;
        });
  }

  private static String server(String mode) {
    switch (mode) {
      case "lid":
        return Jid.LID;
      case "pn":
        return Jid.PN;
      default:
        throw new IllegalArgumentException("The addressing mode is lid or pn.");
    }
  }
}
