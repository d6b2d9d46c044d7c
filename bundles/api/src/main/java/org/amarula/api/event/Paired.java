package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * The phone has linked this device and the credentials are stored. The stream restarts now; {@code
 * online} follows.
 *
 * @param own this device's address by phone number
 * @param lid this device's address by hidden id
 */
public record Paired(Jid own, Jid lid) implements Event {
  @Override
  public String toString() {
    return "Paired[" + own.redacted() + "]";
  }
}
