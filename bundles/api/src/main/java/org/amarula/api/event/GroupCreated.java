package org.amarula.api.event;

import org.amarula.api.group.GroupMetadata;
import org.amarula.api.jid.Jid;

/**
 * A group has come into being with us in it, or we were added to one.
 *
 * @param group the group
 * @param metadata what it is
 * @param by who did it; the group itself when the server does not say
 */
public record GroupCreated(Jid group, GroupMetadata metadata, Jid by) implements Event {
  @Override
  public String toString() {
    return "GroupCreated[" + group.redacted() + "]";
  }
}
