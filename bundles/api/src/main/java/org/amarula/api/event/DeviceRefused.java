package org.amarula.api.event;

import org.amarula.api.jid.Jid;

/**
 * A device was left out of a send because what the server said of it does not verify, for instance
 * a forged signature of its pre-key, or because the server has no keys of it ({@code no-keys}).
 *
 * @param device the device
 * @param check the check that failed, for instance {@code signed-pre-key-signature}
 */
public record DeviceRefused(Jid device, String check) implements Event {
  @Override
  public String toString() {
    return "DeviceRefused[" + device.redacted() + ", " + check + "]";
  }
}
