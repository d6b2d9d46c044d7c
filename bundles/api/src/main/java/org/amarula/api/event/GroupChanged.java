package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * Something else about a group changed; {@link org.amarula.api.group.Groups#metadata} tells how it
 * is now.
 *
 * @param group the group
 * @param change the server's name for it, for instance {@code locked}
 * @param by who did it; the group itself when the server does not say
 */
public record GroupChanged(Jid group, String change, Jid by) implements Event {
  @Override
  public String toString() {
    return "GroupChanged[" + group.redacted() + ", " + change + "]";
  }
}
