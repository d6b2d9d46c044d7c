package org.amarula.messaging.internal.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Namespace;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.store.Tables;

/** What happens to the devices of a run, by chance. */
final class Storm {
  private static final int DAMAGES_ONE_OF = 20;

  private final World world;
  private final Random chance;
  private final List<Jid> groups;
  private int texts;

  Storm(World world, List<Jid> groups) {
    this.world = world;
    this.chance = world.chance();
    this.groups = groups;
    world.server().changeDeliveries(this::damage);
  }

  /** Sends, faults and steps in an order of chance. */
  void rage() {
    int actions = 40 + chance.nextInt(60);
    for (int i = 0; i < actions; i++) {
      ModelDevice device = world.devices().get(chance.nextInt(world.devices().size()));
      if (chance.nextInt(3) == 0) {
        comeBack(device);
      }
      act(device, chance.nextInt(100));
      world.server().steps().run(chance.nextInt(chance.nextInt(8) == 0 ? 1500 : 120));
    }
  }

  private void act(ModelDevice device, int choice) {
    if (choice < 15) {
      sendDurably(device, choice < 7 ? group() : contact());
    } else if (choice < 60) {
      send(device, choice < 37 ? group() : contact());
    } else if (choice < 67) {
      device.repeat();
    } else if (choice < 73) {
      cut(device);
    } else if (choice < 78) {
      crashInCommit(device);
    } else if (choice < 81) {
      device.die();
    } else if (choice < 84) {
      crashChild(device);
    } else if (choice < 87) {
      failStorage(device);
    } else if (choice < 91) {
      confirm(device);
    } else if (choice < 94) {
      pass();
    } else if (choice < 95) {
      exhaust(device);
    } else if (choice < 97) {
      migrate();
    } else {
      forget(device);
    }
  }

  /** Sends the next text, if the device is up. */
  void send(ModelDevice device, Jid to) {
    send(device, to, SendOptions.DEFAULT);
  }

  private void send(ModelDevice device, Jid to, SendOptions options) {
    if (device.isUp()) {
      String text = "t" + ++texts;
      world.note(device + " sends " + text + " to " + to + " " + options);
      device.send(to, text, options);
    }
  }

  private void sendDurably(ModelDevice device, Jid to) {
    boolean alone =
        world.devices().stream().noneMatch(one -> one != device && one.account().equals(to));
    if (!device.isUp() || to.isPn() && alone) {
      return; // a note that no other device can read is never sent
    }
    world.figures().count(Figures.Of.DURABLE_SENDS);
    send(
        device,
        to,
        chance.nextBoolean() ? SendOptions.durable() : SendOptions.durableUntilStored());
  }

  private Jid group() {
    return groups.get(chance.nextInt(groups.size()));
  }

  private Jid contact() {
    return world.devices().get(chance.nextInt(world.devices().size())).account();
  }

  private void comeBack(ModelDevice device) {
    if (!device.isUp()) {
      world.note(device + " starts");
      world.figures().count(Figures.Of.RESTARTS);
      device.start();
    } else {
      device.process().child().login();
    }
  }

  private void cut(ModelDevice device) {
    if (device.isConnected()) {
      world.note(device + " loses its socket");
      world.figures().count(Figures.Of.CUTS);
      device.process().child().cut();
    }
  }

  private void crashInCommit(ModelDevice device) {
    if (device.isUp()) {
      boolean after = chance.nextBoolean();
      world.note(device + " will die " + (after ? "after" : "before") + " a commit");
      world.figures().count(Figures.Of.CRASHES_IN_COMMIT);
      device.process().storage().dieAt(1 + chance.nextInt(4), after);
    }
  }

  private void crashChild(ModelDevice device) {
    if (device.isUp()) {
      world.note(device + " loses its connection child");
      world.figures().count(Figures.Of.CONNECTION_CRASHES);
      device.process().crashChild();
    }
  }

  private void failStorage(ModelDevice device) {
    if (device.isUp()) {
      world.note(device + " has a full disk");
      device.process().storage().failNext(1 + chance.nextInt(2));
    }
  }

  private void confirm(ModelDevice device) {
    if (device.isUp()) {
      device.process().confirm();
    }
  }

  private void pass() {
    world.server().clock().advance(Duration.ofSeconds(1 + chance.nextInt(90)));
    world.devices().stream().filter(ModelDevice::isUp).forEach(one -> one.process().timer().fire());
  }

  /** The server has hardly any pre-keys left: the next login uploads some. */
  private void exhaust(ModelDevice device) {
    world.note(device + " has few pre-keys left");
    world.figures().count(Figures.Of.PRE_KEYS_USED_UP);
    world.server().keys(device).leave(chance.nextInt(3));
  }

  private void migrate() {
    world.note("all names are told");
    world.figures().count(Figures.Of.MIGRATIONS);
    world.server().hideLids(false);
    world.server().groups().hideAliases(false);
  }

  /** A device dies and finds its disk without some of its keys. */
  private void forget(ModelDevice device) {
    device.die();
    Namespace table =
        List.of(Tables.SESSION, Tables.IDENTITY, Tables.SENDER_KEY, Tables.KEY_HOLDERS)
            .get(chance.nextInt(4));
    world.note(device + " forgets its " + table.name());
    world.figures().count(counted(table));
    device.forget(table);
  }

  private static Figures.Of counted(Namespace table) {
    if (table.equals(Tables.SESSION)) {
      return Figures.Of.SESSIONS_LOST;
    }
    return table.equals(Tables.IDENTITY) ? Figures.Of.IDENTITIES_LOST : Figures.Of.SENDER_KEYS_LOST;
  }

  /** Flips a bit of what is delivered, or leaves out what starts a group's chain. */
  private Node damage(Jid to, Node message) {
    List<Node> encs = new ArrayList<>(message.children("enc"));
    if (encs.isEmpty() || !world.strikes(DAMAGES_ONE_OF)) {
      return message;
    }
    world.judge().damaged(to, message.requireAttribute("id"));
    if (encs.size() > 1 && chance.nextBoolean()) {
      world.note("a distribution to " + to + " is lost");
      world.figures().count(Figures.Of.STRIPPED);
      encs.remove(0);
    } else {
      world.note("a message to " + to + " is damaged");
      world.figures().count(Figures.Of.CORRUPTED);
      int which = chance.nextInt(encs.size());
      encs.set(which, flipped(encs.get(which)));
    }
    NodeBuilder damaged = Node.builder("message");
    message.attributes().keySet().forEach(key -> copy(message, key, damaged));
    message.children().stream().filter(child -> !child.is("enc")).forEach(damaged::child);
    return damaged.children(encs).build();
  }

  private static void copy(Node from, String key, NodeBuilder to) {
    if (from.jidAttribute(key).isPresent()) {
      to.attribute(key, from.requireJidAttribute(key));
    } else {
      to.attributeIfPresent(key, from.attribute(key));
    }
  }

  private Node flipped(Node enc) {
    byte[] bytes = enc.requireBytes().clone();
    bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
    NodeBuilder damaged = Node.builder("enc");
    enc.attributes().forEach(damaged::attribute);
    return damaged.bytes(bytes).build();
  }
}
