package org.amarula.messaging.internal.group;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.ProtocolException;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.group.ParticipantResult;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.stanza.Accounts;

/** Reads what the server tells of groups, spec/features.md 1.2 and 1.5. Pure. */
public final class GroupNodes {
  private static final int MAX_MEMBERS = 5000;
  private static final int DONE = 200;
  private static final int PRIVACY = 403;

  private GroupNodes() {}

  /** The metadata in {@code <group>}; {@link ProtocolException} when it names no group. */
  public static GroupMetadata metadata(Node group) {
    return new GroupMetadata(
        address(group),
        group.attribute("subject").orElse(""),
        group
            .child("description")
            .flatMap(node -> node.child("body"))
            .flatMap(Node::contentAsString)
            .orElse(""),
        instant(group, "creation"),
        group.hasAttribute("addressing_mode", Jid.LID) ? Jid.LID : "pn",
        group.child("announcement").isPresent(),
        group.child("locked").isPresent(),
        expiration(group),
        members(group));
  }

  /** The address in {@code id} or {@code jid}, which may lack its server. */
  static Jid address(Node group) {
    String id = group.attribute("id").or(() -> group.attribute("jid")).orElse("");
    return Jid.tryParse(id.contains("@") ? id : id + "@" + Jid.GROUP)
        .filter(Jid::isGroup)
        .filter(jid -> !jid.user().isEmpty())
        .orElseThrow(() -> new ProtocolException("The server told of a group without address."));
  }

  /** Those participants that are in the group. */
  private static List<GroupMember> members(Node group) {
    List<GroupMember> members = new ArrayList<>();
    for (Node participant : group.children("participant")) {
      if (members.size() < MAX_MEMBERS && participant.attribute("error").isEmpty()) {
        member(participant).ifPresent(members::add);
      }
    }
    return members;
  }

  private static Optional<GroupMember> member(Node participant) {
    GroupMember.Role role =
        switch (participant.attribute("type").orElse("")) {
          case "superadmin" -> GroupMember.Role.SUPERADMIN;
          case "admin" -> GroupMember.Role.ADMIN;
          default -> GroupMember.Role.MEMBER;
        };
    return account(participant)
        .map(jid -> new GroupMember(jid, alias(participant, jid).stream().toList(), role));
  }

  /** The account that a {@code <participant>} names. */
  static Optional<Jid> account(Node participant) {
    return participant.jidAttribute("jid").filter(Accounts::isPerson).map(Accounts::of);
  }

  /** Its other name, accepted only if it is of the other kind. */
  private static Optional<Jid> alias(Node participant, Jid jid) {
    return participant
        .jidAttribute(jid.isLid() ? "phone_number" : "lid")
        .filter(Accounts::isPerson)
        .map(Accounts::of)
        .filter(other -> jid.isLid() ? other.isPn() : other.isLid());
  }

  /** The two names of each participant in a node. */
  static Map<Jid, Jid> pairs(Node node) {
    Map<Jid, Jid> pairs = new HashMap<>();
    for (Node participant : node.children("participant")) {
      account(participant)
          .ifPresent(jid -> alias(participant, jid).ifPresent(other -> pairs.put(jid, other)));
    }
    return pairs;
  }

  /** The two names of each member. */
  static Map<Jid, Jid> pairs(GroupMetadata group) {
    Map<Jid, Jid> pairs = new HashMap<>();
    group
        .members()
        .forEach(member -> member.aliases().forEach(other -> pairs.put(member.jid(), other)));
    return pairs;
  }

  /** What became of each participant; the request as such succeeds also when all were refused. */
  static List<ParticipantResult> results(Node list) {
    List<ParticipantResult> results = new ArrayList<>();
    for (Node participant : list.children("participant")) {
      account(participant).ifPresent(jid -> results.add(result(participant, jid)));
    }
    return results;
  }

  private static ParticipantResult result(Node participant, Jid jid) {
    int code = (int) participant.numberAttribute("error").orElse(DONE);
    Optional<Node> invite = participant.child("add_request");
    if (code == PRIVACY && invite.isPresent() && invite.get().attribute("code").isPresent()) {
      return new ParticipantResult.InviteNeeded(
          jid, invite.get().requireAttribute("code"), instant(invite.get(), "expiration"));
    }
    return code == DONE
        ? new ParticipantResult.Done(jid)
        : new ParticipantResult.Refused(jid, code);
  }

  /** A time in seconds; the epoch when there is none. */
  static Instant instant(Node node, String attribute) {
    long seconds = node.numberAttribute(attribute).orElse(0);
    return seconds < 0 || seconds > 1L << 40 ? Instant.EPOCH : Instant.ofEpochSecond(seconds);
  }

  private static Duration expiration(Node group) {
    long seconds =
        group
            .child("ephemeral")
            .map(node -> node.numberAttribute("expiration").orElse(0))
            .orElse(0L);
    return seconds < 0 || seconds > 1L << 32 ? Duration.ZERO : Duration.ofSeconds(seconds);
  }
}
