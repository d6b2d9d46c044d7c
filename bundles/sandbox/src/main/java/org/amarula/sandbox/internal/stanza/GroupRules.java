package org.amarula.sandbox.internal.stanza;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;

/**
 * What the server checks of a message to a group or to status (spec signal.md 5.4, 11). On the
 * lane.
 */
final class GroupRules {
  private static final Pattern HASH = Pattern.compile("2:[A-Za-z0-9+/]{6,8}");

  private final Directory directory;
  private final Groups groups;
  private final Ledger ledger;
  private final Map<Account, Set<Account>> audiences = new LinkedHashMap<>();

  GroupRules(Directory directory, Groups groups, Ledger ledger) {
    this.directory = directory;
    this.groups = groups;
    this.ledger = ledger;
  }

  GroupFanout check(Device sender, Node message) throws RefusedMessageException {
    MessageShape.checkEnvelope(message);
    TokenRules.checkNone(message);
    Jid to = message.requireJidAttribute("to");
    return to.isStatus() ? status(sender, message) : group(sender, message, to);
  }

  private GroupFanout group(Device sender, Node message, Jid to) throws RefusedMessageException {
    Group group =
        groups
            .find(to)
            .orElseThrow(() -> new RefusedMessageException(404, "unknown-group", "No such group."));
    if (!group.has(sender.account())) {
      throw RefusedMessageException.blameless(403, "The sender is no member.");
    }
    if (!group.maySend(sender.account())) {
      throw RefusedMessageException.blameless(401, "Only admins may send.");
    }
    checkAddressing(group, message);
    checkHash(message);
    Optional<Jid> only = message.jidAttribute("participant");
    List<GroupFanout.Copy> copies =
        only.isPresent()
            ? List.of(resend(sender, message, group, only.get()))
            : copies(sender, message, group.server(), group.devices());
    return new GroupFanout(to, group.server(), group.mode(), group.hash(), copies);
  }

  /** Spec features.md 10.1, error 421: the sender's idea of the group is old, or it never asked. */
  private static void checkAddressing(Group group, Node message) throws RefusedMessageException {
    boolean otherMode =
        message.attribute("addressing_mode").filter(mode -> !mode.equals(group.mode())).isPresent();
    for (Node participant : participants(message)) {
      otherMode |= !participant.requireJidAttribute("jid").server().equals(group.server());
    }
    if (otherMode) {
      throw group.switched()
          ? RefusedMessageException.blameless(421, "The addressing mode is another one now.")
          : new RefusedMessageException(
              421, "addressing-mode", "The addresses are not of the group's kind.");
    }
  }

  private static void checkHash(Node message) throws RefusedMessageException {
    Optional<String> hash = message.attribute("phash");
    if (hash.isPresent() && !HASH.matcher(hash.get()).matches()) {
      throw MessageShape.malformed("phash", "A participant hash is none of version 2.");
    }
  }

  private GroupFanout status(Device sender, Node message) throws RefusedMessageException {
    Set<Account> audience =
        audiences.computeIfAbsent(sender.account(), unused -> new LinkedHashSet<>());
    audience.add(sender.account());
    String server = Jid.LID;
    for (Node participant : participants(message)) {
      Jid jid = participant.requireJidAttribute("jid");
      server = jid.server();
      directory.find(jid).ifPresent(audience::add);
    }
    Optional<Jid> only = message.jidAttribute("participant");
    List<Device> devices =
        audience.stream().flatMap(account -> account.devices().stream()).toList();
    List<GroupFanout.Copy> copies =
        only.isPresent()
            ? List.of(direct(sender, message, device(devices, only.get())))
            : copies(sender, message, server, devices);
    return new GroupFanout(Jid.STATUS, server, "", "", copies);
  }

  private static List<Node> participants(Node message) {
    return message.child("participants").map(list -> list.children("to")).orElse(List.of());
  }

  /** Everybody gets the common ciphertext; some get another one before it. */
  private List<GroupFanout.Copy> copies(
      Device sender, Node message, String server, Collection<Device> devices)
      throws RefusedMessageException {
    Map<Device, Node> own = ownCiphertexts(sender, message, server, devices);
    List<Node> common = message.children("enc");
    boolean late = Shortfalls.isLate(message);
    if (common.size() > 1 || common.isEmpty() && !late) {
      throw MessageShape.malformed("enc-count", "A group message has one ciphertext for all.");
    }
    if (late && own.isEmpty()) {
      throw MessageShape.malformed("no-recipient", "A message is addressed to no device.");
    }
    if (!late && message.hasAttribute("device_fanout", "false")) {
      throw MessageShape.malformed("mixed-enc", "Devices that were missed get one of their own.");
    }
    MessageShape.checkEncs(message, common, Set.of("skmsg"), true);
    MessageShape.checkEncs(message, own.values(), Set.of("msg", "pkmsg"), false);
    MessageShape.checkIdentity(sender, message, own.values());
    List<GroupFanout.Copy> copies = new ArrayList<>();
    for (Device device : late ? own.keySet() : devices) {
      List<Node> encs = new ArrayList<>();
      Optional.ofNullable(own.get(device)).ifPresent(encs::add);
      encs.addAll(common);
      if (device != sender) {
        copies.add(new GroupFanout.Copy(device, encs));
      }
    }
    return copies;
  }

  private Map<Device, Node> ownCiphertexts(
      Device sender, Node message, String server, Collection<Device> devices)
      throws RefusedMessageException {
    Set<Device> known = new LinkedHashSet<>(devices);
    Map<Device, Node> own = new LinkedHashMap<>();
    for (Node participant : participants(message)) {
      Jid jid = participant.requireJidAttribute("jid");
      Optional<Device> device = directory.device(jid).filter(known::contains);
      if (!jid.server().equals(server)) {
        throw MessageShape.malformed("mixed-addressing", "All addresses are of one kind.");
      }
      if (device.isEmpty()) {
        throw stranger(jid);
      }
      Node enc = MessageShape.onlyEnc(participant);
      if (device.get() == sender) {
        ledger.count(Tally.OWN_COPIES); // interop.md, baileys 10
      } else if (own.put(device.get(), enc) != null) {
        throw MessageShape.malformed("device-twice", "A device is addressed twice.");
      }
    }
    return own;
  }

  /** A device of a known account may be gone since its list was asked for. */
  private RefusedMessageException stranger(Jid jid) {
    return directory.find(jid).isPresent()
        ? RefusedMessageException.blameless(479, "A participant is no device of the group now.")
        : MessageShape.malformed("not-a-device", "A participant is no device at all.");
  }

  private GroupFanout.Copy resend(Device sender, Node message, Group group, Jid only)
      throws RefusedMessageException {
    return direct(sender, message, device(group.devices(), only));
  }

  private Device device(Collection<Device> devices, Jid jid) throws RefusedMessageException {
    return directory.device(jid).filter(devices::contains).orElseThrow(() -> stranger(jid));
  }

  /** The answer to a retry receipt (spec signal.md 7.6): for one device, encrypted for it. */
  private GroupFanout.Copy direct(Device sender, Node message, Device reader)
      throws RefusedMessageException {
    if (reader == sender) {
      throw MessageShape.malformed("own-device-addressed", "The sender must be left out.");
    }
    Node enc = MessageShape.onlyEnc(message);
    MessageShape.checkEncs(message, List.of(enc), Set.of("msg", "pkmsg"), false);
    MessageShape.checkIdentity(sender, message, List.of(enc));
    for (Node named : participants(message)) {
      if (directory.device(named.requireJidAttribute("jid")).orElse(null) != reader) {
        throw MessageShape.malformed("mixed-enc", "A resend goes to one device.");
      }
    }
    return new GroupFanout.Copy(reader, List.of(enc));
  }
}
