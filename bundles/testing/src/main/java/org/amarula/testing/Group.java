package org.amarula.testing;

import java.util.List;
import java.util.stream.Stream;
import org.amarula.api.jid.Jid;
import org.amarula.testing.internal.Conversation;

/**
 * A group with members of both kinds; its members are told of each change, as the real server does.
 * What the group refuses ends in {@link IllegalArgumentException}. Thread-safe; lives as long as
 * its kit.
 *
 * <pre>{@code
 * Group team = kit.group("Team", alice, bob, bot);
 * alice.in(team).sends("hello all");
 * }</pre>
 */
public final class Group {
  private final Jid address;
  private final String subject;
  private final BotKit kit;

  Group(String address, String subject, BotKit kit) {
    this.address = Jid.parse(address);
    this.subject = subject;
    this.kit = kit;
  }

  /** The address, to send to. */
  public Jid address() {
    return address;
  }

  /** The name. */
  public String subject() {
    return subject;
  }

  /** The phone numbers of the members, oldest first. */
  public List<String> members() {
    return kit.sandbox().groups().members(address.toString());
  }

  /** An admin adds members. */
  public void add(Member admin, Member... added) {
    kit.sandbox().groups().add(address.toString(), admin.phone(), phones(added));
    tell(admin, "adds", added);
  }

  /** An admin removes members. */
  public void remove(Member admin, Member... removed) {
    kit.sandbox().groups().remove(address.toString(), admin.phone(), phones(removed));
    tell(admin, "removes", removed);
  }

  /** An admin makes members admins. */
  public void promote(Member admin, Member... promoted) {
    kit.sandbox().groups().promote(address.toString(), admin.phone(), phones(promoted));
    tell(admin, "promotes", promoted);
  }

  /** An admin makes admins plain members. */
  public void demote(Member admin, Member... demoted) {
    kit.sandbox().groups().demote(address.toString(), admin.phone(), phones(demoted));
    tell(admin, "demotes", demoted);
  }

  /** A member leaves. */
  public void leave(Member member) {
    kit.sandbox().groups().leave(address.toString(), member.phone());
    conversation().happened(member.name() + " leaves " + subject);
  }

  private void tell(Member admin, String action, Member... members) {
    List<String> names = Stream.of(members).map(Member::name).toList();
    conversation()
        .happened(admin.name() + " " + action + " " + String.join(", ", names) + " in " + subject);
  }

  private Conversation conversation() {
    return kit.parts().conversation();
  }

  static String[] phones(Member... members) {
    return Stream.of(members).map(Member::phone).toArray(String[]::new);
  }

  @Override
  public String toString() {
    return subject;
  }
}
