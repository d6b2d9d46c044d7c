package org.amarula.api.group;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;

/**
 * What a group is, as of one moment.
 *
 * @param group its address
 * @param subject its name
 * @param description its description, or empty
 * @param createdAt when it was created; the epoch when the server does not say
 * @param addressingMode how its participants are named: {@code lid} or {@code pn}
 * @param announcement whether only administrators send
 * @param locked whether only administrators change subject, description and picture
 * @param expiration how long messages last, zero for ever
 * @param members the participants
 */
public record GroupMetadata(
    Jid group,
    String subject,
    String description,
    Instant createdAt,
    String addressingMode,
    boolean announcement,
    boolean locked,
    Duration expiration,
    List<GroupMember> members) {
  /** Keeps a copy of the participants. */
  public GroupMetadata {
    members = List.copyOf(members);
  }

  /** The participant with this name. */
  public Optional<GroupMember> member(Jid account) {
    return members.stream().filter(member -> member.is(account)).findFirst();
  }

  @Override
  public String toString() {
    return "GroupMetadata[" + group.redacted() + ", " + members.size() + " members]";
  }
}
