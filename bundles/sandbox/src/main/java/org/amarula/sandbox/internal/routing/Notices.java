package org.amarula.sandbox.internal.routing;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.wire.Ids;

/** The server's notifications about keys and devices (spec signal.md 6.3, 11). On the lane. */
public final class Notices {
  private final Post post;
  private final Ids ids;
  private final Clock clock;
  private final Function<Account, Set<Account>> acquaintances;
  private final Consumer<Account> restock;

  /**
   * Sends through this post.
   *
   * @param acquaintances who learns about new devices of an account
   * @param restock tells a phone that it handed out a key
   */
  public Notices(
      Post post,
      Ids ids,
      Clock clock,
      Function<Account, Set<Account>> acquaintances,
      Consumer<Account> restock) {
    this.acquaintances = acquaintances;
    this.post = post;
    this.ids = ids;
    this.clock = clock;
    this.restock = restock;
  }

  /** A key bundle of this device went out. */
  public void keysTaken(Device device) {
    if (device.isPhone()) {
      restock.accept(device.account());
    } else if (device.keys().count() < DeviceKeys.LOW) {
      keysLow(device, Integer.toString(device.keys().count()));
    }
  }

  /** Tells a device how many one-time keys are left. */
  public void keysLow(Device device, String count) {
    post.deliver(
        device,
        notification(Jid.SERVER, "encrypt")
            .child(Node.builder("count").attribute("value", count).build())
            .build());
  }

  /** Tells contacts and own devices about a new companion. */
  public void added(Device device) {
    changed("add", device);
  }

  /** Tells contacts and own devices that a companion is gone. */
  public void removed(Device device) {
    changed("remove", device);
  }

  private void changed(String change, Device device) {
    Account account = device.account();
    for (Account contact : acquaintances.apply(account)) {
      contact.devices().forEach(to -> post.deliver(to, toContact(change, device)));
    }
    for (Device own : account.devices()) {
      if (own != device) {
        post.deliver(own, toOwn(account));
      }
    }
  }

  private Node toContact(String change, Device device) {
    Account account = device.account();
    Node indexes =
        Node.builder("key-index-list")
            .attribute("ts", clock.instant().getEpochSecond())
            .bytes(account.keyIndexList(clock.instant()))
            .build();
    Node subject =
        Node.builder("device")
            .attribute("jid", device.jid(Jid.PN))
            .attribute("lid", device.jid(Jid.LID))
            .attribute("key-index", device.keyIndex())
            .build();
    Node body =
        Node.builder(change)
            .attribute("device_hash", hash(account, Jid.PN))
            .attribute("device_lid_hash", hash(account, Jid.LID))
            .child(subject)
            .child(indexes)
            .build();
    return notification(account.jid(Jid.PN), "devices")
        .attribute("lid", account.jid(Jid.LID))
        .child(body)
        .build();
  }

  private Node toOwn(Account account) {
    List<Node> devices = account.devices().stream().map(device -> device.toNode(Jid.PN)).toList();
    return notification(account.jid(Jid.PN), "account_sync")
        .child(
            Node.builder("devices")
                .attribute("dhash", hash(account, Jid.PN))
                .children(devices)
                .build())
        .build();
  }

  private static String hash(Account account, String server) {
    return ParticipantHash.of(account.devices().stream().map(d -> d.jid(server)).toList());
  }

  private NodeBuilder notification(Jid from, String type) {
    return Node.builder("notification")
        .attribute("from", from)
        .attribute("id", ids.next())
        .attribute("type", type)
        .attribute("t", clock.instant().getEpochSecond());
  }
}
