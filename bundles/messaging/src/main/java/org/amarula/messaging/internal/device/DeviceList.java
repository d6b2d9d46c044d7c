package org.amarula.messaging.internal.device;

import java.time.Instant;
import java.util.List;
import org.amarula.api.jid.Jid;

/**
 * The devices of one user, as of one moment.
 *
 * @param devices at most 100
 * @param learnedAt when the server told
 * @param hash the server's hash of them, or empty
 */
public record DeviceList(List<Device> devices, Instant learnedAt, String hash) {
  /** Keeps a copy of the devices. */
  public DeviceList {
    devices = List.copyOf(devices);
  }

  /** The addresses under one name of the user. */
  public List<Jid> of(Jid user) {
    return devices.stream().map(device -> device.of(user)).toList();
  }
}
