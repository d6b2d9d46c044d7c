package org.amarula.api.group;

import java.util.List;

/**
 * A group that was just created.
 *
 * @param metadata what it is, without those who could not be added
 * @param participants what became of each of the accounts that were asked for
 */
public record CreatedGroup(GroupMetadata metadata, List<ParticipantResult> participants) {
  /** Keeps a copy of the results. */
  public CreatedGroup {
    participants = List.copyOf(participants);
  }
}
