package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A message came from a companion device for which nobody vouches: the proof that ties it to its
 * account is missing or wrong. The message was read all the same and follows as its own event;
 * treat it with care.
 *
 * @param device the device
 */
public record DeviceUnverified(Jid device) implements Event {
  @Override
  public String toString() {
    return "DeviceUnverified[" + device.redacted() + "]";
  }
}
