package org.amarula.api.event;

import java.util.List;
import org.amarula.api.jid.Jid;

/**
 * Participants of a group came, went or have another role.
 *
 * @param group the group
 * @param change what happened to them
 * @param participants who, as the group names them
 * @param by who did it; the group itself when the server does not say
 * @param aliases the other names of all of them, as far as they are known
 */
public record GroupParticipantsChanged(
    Jid group, Change change, List<Jid> participants, Jid by, Aliases aliases) implements Event {
  /** What happened. */
  public enum Change {
    /** They are in the group from now on. */
    ADDED,
    /** An administrator removed them. */
    REMOVED,
    /** They left. */
    LEFT,
    /** They are administrators. */
    PROMOTED,
    /** They are no longer administrators. */
    DEMOTED
  }

  /** Keeps a copy of the participants. */
  public GroupParticipantsChanged {
    participants = List.copyOf(participants);
  }

  /** A change of which no other names are known. */
  public GroupParticipantsChanged(Jid group, Change change, List<Jid> participants, Jid by) {
    this(group, change, participants, by, Aliases.NONE);
  }

  @Override
  public String toString() {
    return "GroupParticipantsChanged["
        + group.redacted()
        + ", "
        + participants.size()
        + " "
        + change
        + "]";
  }
}
