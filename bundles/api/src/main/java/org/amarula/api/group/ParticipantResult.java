package org.amarula.api.group;

import java.time.Instant;
import org.amarula.api.jid.Jid;

/** What became of one participant of a request. */
public sealed interface ParticipantResult {
  /** The participant, as the group names it. */
  Jid participant();

  /** It was done. */
  record Done(Jid participant) implements ParticipantResult {}

  /**
   * The participant's privacy setting forbids it; an invitation with this code is possible until it
   * expires.
   */
  record InviteNeeded(Jid participant, String code, Instant expiresAt)
      implements ParticipantResult {}

  /**
   * It was refused.
   *
   * @param code the server's code, for instance 403 for a privacy setting, 404 for nobody there,
   *     408 for one who left a short time ago, 409 for nothing to change, 419 for a full group
   */
  record Refused(Jid participant, int code) implements ParticipantResult {}
}
