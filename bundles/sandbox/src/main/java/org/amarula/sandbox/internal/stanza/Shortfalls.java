package org.amarula.sandbox.internal.stanza;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;

/**
 * The messages of which their senders were told that they missed devices, and who had them: those
 * may go again to devices that had none (spec signal.md 6.6). On the lane.
 */
final class Shortfalls {
  private static final int KEPT = 4096;

  private final Map<Key, Set<Device>> reached = new LinkedHashMap<>();

  private record Key(Device sender, String id) {
    static Key of(Device sender, Node message) {
      return new Key(sender, message.requireAttribute("id"));
    }
  }

  /** Whether this is a message once more, for those devices that were missed. */
  static boolean isLate(Node message) {
    return message.hasAttribute("device_fanout", "false")
        && message.attribute("participant").isEmpty()
        && message.child("enc").isEmpty();
  }

  /** Notes a message that missed devices, and who had it. */
  void add(Device sender, Node message, Collection<Device> had) {
    reached.put(Key.of(sender, message), new HashSet<>(had));
    if (reached.size() > KEPT) {
      reached.remove(reached.keySet().iterator().next());
    }
  }

  /** Checks who gets a message again. */
  void check(Device sender, Node message, Collection<Device> readers)
      throws RefusedMessageException {
    Set<Device> had = reached.get(Key.of(sender, message));
    if (had == null) {
      throw MessageShape.malformed("resend-unasked", "No device was missed by this message.");
    }
    if (readers.stream().anyMatch(had::contains)) {
      throw MessageShape.malformed("resend-twice", "A device gets a message again that it had.");
    }
  }

  /** Notes that a message went to devices that it had missed. */
  void made(Device sender, Node message, Collection<Device> readers) {
    Set<Device> had = reached.get(Key.of(sender, message));
    if (had != null) {
      had.addAll(readers);
    }
  }
}
