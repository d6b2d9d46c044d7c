package org.amarula.testing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.SandboxGroups;

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
    return groups().members(address.toString());
  }

  /** An admin adds members. */
  public void add(Member admin, Member... added) {
    change(
        () -> groups().add(address.toString(), admin.phone(), phones(added)),
        admin.name() + " adds " + names(added) + " in " + subject);
  }

  /** An admin removes members. */
  public void remove(Member admin, Member... removed) {
    change(
        () -> groups().remove(address.toString(), admin.phone(), phones(removed)),
        admin.name() + " removes " + names(removed) + " in " + subject);
  }

  /** An admin makes members admins. */
  public void promote(Member admin, Member... promoted) {
    change(
        () -> groups().promote(address.toString(), admin.phone(), phones(promoted)),
        admin.name() + " promotes " + names(promoted) + " in " + subject);
  }

  /** An admin makes admins plain members. */
  public void demote(Member admin, Member... demoted) {
    change(
        () -> groups().demote(address.toString(), admin.phone(), phones(demoted)),
        admin.name() + " demotes " + names(demoted) + " in " + subject);
  }

  /** A member leaves. */
  public void leave(Member member) {
    change(
        () -> groups().leave(address.toString(), member.phone()),
        member.name() + " leaves " + subject);
  }

  /** Tells the conversation before anybody can answer. */
  private void change(Runnable change, String line) {
    kit.sandbox()
        .inOneStep(
            () -> {
              change.run();
              kit.parts().conversation().happened(line);
            });
  }

  private SandboxGroups groups() {
    return kit.sandbox().groups();
  }

  private static String names(Member... members) {
    return Stream.of(members).map(Member::name).collect(Collectors.joining(", "));
  }

  static String[] phones(Member... members) {
    return Stream.of(members).map(Member::phone).toArray(String[]::new);
  }

  @Override
  public String toString() {
    return subject;
  }
}
