package org.amarula.sandbox.internal.stanza;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.ledger.Ledger;

/**
 * What the server checks of a message without reading it (spec signal.md 5 and 11). On the lane.
 */
final class MessageRules {
  private final Directory directory;
  private final Ledger ledger;

  MessageRules(Directory directory, Ledger ledger) {
    this.directory = directory;
    this.ledger = ledger;
  }

  /** Checks a message. */
  Fanout check(Device sender, Node message) throws RefusedMessageException {
    MessageShape.checkEnvelope(message);
    Jid to = message.requireJidAttribute("to");
    if (!to.isPn() && !to.isLid()) {
      throw new RefusedMessageException(501, "unsupported-chat", "Neither a user nor a group.");
    }
    Account recipient =
        directory
            .find(to)
            .orElseThrow(
                () ->
                    new RefusedMessageException(
                        404, "unknown-recipient", "There is no such user."));
    TokenRules.check(ledger, sender.account(), recipient, message);
    List<Fanout.Copy> copies =
        message.child("participants").isEmpty() || isResend(message)
            ? List.of(direct(sender, message, to, recipient))
            : participants(sender, message, to, recipient);
    List<Node> encs = copies.stream().map(Fanout.Copy::enc).toList();
    MessageShape.checkEncs(message, encs, Set.of("msg", "pkmsg"), true);
    MessageShape.checkIdentity(sender, message, encs);
    return new Fanout(recipient, to.server(), copies);
  }

  /** The answer to a retry receipt, spec signal.md 7.6: the ciphertext is in the message itself. */
  private static boolean isResend(Node message) {
    return message.hasAttribute("device_fanout", "false") && message.child("enc").isPresent();
  }

  private List<Fanout.Copy> participants(Device sender, Node message, Jid to, Account recipient)
      throws RefusedMessageException {
    if (message.child("enc").isPresent()) {
      throw MessageShape.malformed("mixed-enc", "A 1:1 message has its ciphertexts in one place.");
    }
    List<Fanout.Copy> copies = new ArrayList<>();
    Set<Device> seen = new HashSet<>();
    for (Node participant : message.requireChild("participants").children("to")) {
      Jid jid = participant.requireJidAttribute("jid");
      Device device = participant(sender, jid, to, recipient);
      if (!seen.add(device)) {
        throw MessageShape.malformed("device-twice", "A device is addressed twice.");
      }
      copies.add(new Fanout.Copy(device, MessageShape.onlyEnc(participant)));
    }
    if (copies.isEmpty()) {
      throw MessageShape.malformed("no-recipient", "A message is addressed to no device.");
    }
    return copies;
  }

  private Device participant(Device sender, Jid jid, Jid to, Account recipient)
      throws RefusedMessageException {
    if (!jid.server().equals(to.server())) {
      throw MessageShape.malformed(
          "mixed-addressing", "All addresses of a message are of one kind.");
    }
    Optional<Device> device =
        directory
            .device(jid)
            .filter(d -> d.account() == recipient || d.account() == sender.account());
    if (device.isEmpty()) {
      throw stranger(sender, jid, recipient);
    }
    if (device.get() == sender) {
      throw MessageShape.malformed("own-device-addressed", "The sending device must be left out.");
    }
    return device.get();
  }

  /** A device of one of both sides may be gone since its list was asked for. */
  private RefusedMessageException stranger(Device sender, Jid jid, Account recipient) {
    return directory
            .find(jid)
            .filter(account -> account == recipient || account == sender.account())
            .filter(account -> account.hadDevice(jid.device()))
            .isPresent()
        ? RefusedMessageException.blameless(479, "A participant is no device any more.")
        : MessageShape.malformed("not-a-device", "A participant is no device of either side.");
  }

  /** A ciphertext without participants: for one device only, as resends and peer messages are. */
  private Fanout.Copy direct(Device sender, Node message, Jid to, Account recipient)
      throws RefusedMessageException {
    boolean peer = message.hasAttribute("category", "peer");
    if (peer && recipient != sender.account()) {
      throw MessageShape.malformed("peer-to-other", "A peer message stays in its account.");
    }
    Optional<Device> device = recipient.device(to.device());
    if (device.isEmpty()) {
      throw MessageShape.malformed("not-a-device", "The message is addressed to no device.");
    }
    if (device.get() == sender) {
      throw MessageShape.malformed("own-device-addressed", "The sending device must be left out.");
    }
    // baileys names the device in participants too, with a second ciphertext that is not needed
    for (Node named : message.child("participants").map(p -> p.children("to")).orElse(List.of())) {
      if (directory.device(named.requireJidAttribute("jid")).orElse(null) != device.get()) {
        throw MessageShape.malformed("mixed-enc", "A resend goes to one device.");
      }
    }
    return new Fanout.Copy(device.get(), MessageShape.onlyEnc(message));
  }
}
