package org.amarula.sandbox.internal.routing;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.amarula.sandbox.internal.devices.Device;

/** The mailbox of each device. Confined to the lane. */
final class Mailboxes {
  private final Map<Device, Mailbox> boxes = new HashMap<>();

  Mailbox of(Device device) {
    return boxes.computeIfAbsent(device, unused -> new Mailbox());
  }

  void drop(Device device) {
    boxes.remove(device);
  }

  long overdue(Device device, Instant before) {
    Mailbox box = boxes.get(device);
    return box == null ? 0 : box.overdue(before);
  }

  long pending() {
    return boxes.values().stream().mapToLong(Mailbox::size).sum();
  }
}
