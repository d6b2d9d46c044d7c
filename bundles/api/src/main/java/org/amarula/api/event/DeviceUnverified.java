package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A conversation began with a companion device for which nobody vouches: the proof that ties it to
 * its account is missing or, in a message of its own, wrong. Its message was read all the same and
 * follows as its own event; a message of ours was sent to it. Treat it with care. Under {@code
 * identity.policy=strict} its message was not read: a {@link MessageUnreadable} follows.
 *
 * @param device the device
 */
public record DeviceUnverified(Jid device) implements Event {
  @Override
  public String toString() {
    return "DeviceUnverified[" + device.redacted() + "]";
  }
}
