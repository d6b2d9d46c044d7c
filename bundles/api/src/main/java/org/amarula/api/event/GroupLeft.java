package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * We are no longer in a group.
 *
 * @param group the group
 * @param by who removed us; our own account when we left; the group itself when it was deleted or
 *     the server does not say
 */
public record GroupLeft(Jid group, Jid by) implements Event {
  @Override
  public String toString() {
    return "GroupLeft[" + group.redacted() + "]";
  }
}
