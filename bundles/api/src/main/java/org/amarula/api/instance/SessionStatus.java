package org.amarula.api.instance;

import java.time.Instant;
import java.util.Optional;
import org.amarula.api.jid.Jid;

/**
 * The sessions with one user's devices.
 *
 * @param user under the name that the records are kept by: the hidden id once it is known
 * @param devices how many devices have a current session
 * @param awaiting with how many of them the session is ours alone so far: they have not answered
 * @param archived how many former sessions are kept for late messages
 * @param unreadable how many records are damaged
 * @param oldestAwaiting when the oldest session without an answer was made, or null; see {@link
 *     #awaitingSince()}
 */
public record SessionStatus(
    Jid user, int devices, int awaiting, int archived, int unreadable, Instant oldestAwaiting) {
  /** When the oldest session without an answer was made, if there is one. */
  public Optional<Instant> awaitingSince() {
    return Optional.ofNullable(oldestAwaiting);
  }

  @Override
  public String toString() {
    return "SessionStatus[" + user.redacted() + ", " + devices + " devices]";
  }
}
