package org.amarula.api.event;

import java.time.Instant;
import org.amarula.api.jid.Jid;

/**
 * A group has another name.
 *
 * @param group the group
 * @param subject the name
 * @param at when it was changed; the epoch when the server does not say
 * @param by who did it; the group itself when the server does not say
 */
public record GroupSubjectChanged(Jid group, String subject, Instant at, Jid by) implements Event {
  @Override
  public String toString() {
    return "GroupSubjectChanged[" + group.redacted() + "]";
  }
}
