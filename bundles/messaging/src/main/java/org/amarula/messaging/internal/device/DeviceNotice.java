package org.amarula.messaging.internal.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;

/**
 * One change that the server tells of a user's devices, spec/signal.md 6.3.
 *
 * @param kind what happens to them
 * @param devices which, as told
 * @param hash the hash of the whole list afterwards, or empty
 */
public record DeviceNotice(Kind kind, List<Device> devices, String hash) {
  private static final int MAX_DEVICES = 100;

  /** What happens. */
  public enum Kind {
    /** They are new. */
    ADD,
    /** They are gone. */
    REMOVE,
    /** Something about them changed. */
    UPDATE
  }

  /** The changes in a notification of type {@code devices}. */
  public static List<DeviceNotice> changes(Node notification) {
    List<DeviceNotice> changes = new ArrayList<>();
    for (Node child : notification.children()) {
      kind(child.tag()).ifPresent(kind -> changes.add(of(kind, child, "device_hash")));
    }
    return changes;
  }

  /** The whole list of our own devices, in {@code <devices>} of an {@code account_sync}. */
  public static DeviceNotice ownList(Node devices) {
    return of(Kind.UPDATE, devices, "dhash");
  }

  private static DeviceNotice of(Kind kind, Node node, String hash) {
    List<Device> devices = new ArrayList<>();
    for (Node child : node.children("device")) {
      Optional<Jid> jid = child.jidAttribute("jid");
      if (jid.isPresent() && devices.size() < MAX_DEVICES) {
        long keyIndex = child.numberAttribute("key-index").orElse(0);
        boolean hosted = jid.get().server().startsWith("hosted");
        devices.add(new Device(jid.get().device(), keyIndex, hosted));
      }
    }
    return new DeviceNotice(kind, List.copyOf(devices), node.attribute(hash).orElse(""));
  }

  private static Optional<Kind> kind(String tag) {
    return switch (tag) {
      case "add" -> Optional.of(Kind.ADD);
      case "remove" -> Optional.of(Kind.REMOVE);
      case "update" -> Optional.of(Kind.UPDATE);
      default -> Optional.empty();
    };
  }
}
