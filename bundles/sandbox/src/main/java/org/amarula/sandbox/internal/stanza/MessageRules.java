package org.amarula.sandbox.internal.stanza;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.crypto.pairing.DeviceIdentityVerifier;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;

/**
 * What the server checks of a message without reading it (spec signal.md 5 and 11). On the lane.
 */
final class MessageRules {
  private static final int MALFORMED = 479;
  private static final int MAX_ID = 128; // signal.md 5.6
  private static final Set<String> TYPES =
      Set.of("text", "media", "reaction", "poll", "event", "medianotify", "pay");
  private static final Set<String> CHILDREN =
      Set.of(
          "participants",
          "enc",
          "device-identity",
          "meta",
          "biz",
          "bot",
          "reporting",
          "tctoken",
          "cstoken",
          "franking");

  private final Directory directory;

  MessageRules(Directory directory) {
    this.directory = directory;
  }

  /** Checks a message. */
  Fanout check(Device sender, Node message) throws RefusedMessageException {
    checkEnvelope(message);
    Jid to = message.requireJidAttribute("to");
    if (!to.isPn() && !to.isLid()) {
      throw new RefusedMessageException(501, "unsupported-chat", "Only 1:1 chats are served yet.");
    }
    Account recipient =
        directory
            .find(to)
            .orElseThrow(
                () ->
                    new RefusedMessageException(
                        404, "unknown-recipient", "There is no such user."));
    List<Fanout.Copy> copies =
        message.child("participants").isEmpty() || isResend(message)
            ? List.of(direct(sender, message, to, recipient))
            : participants(sender, message, to, recipient);
    checkContent(sender, message, copies);
    return new Fanout(recipient, to.server(), copies);
  }

  /** The answer to a retry receipt, spec signal.md 7.6: the ciphertext is in the message itself. */
  private static boolean isResend(Node message) {
    return message.hasAttribute("device_fanout", "false") && message.child("enc").isPresent();
  }

  private static void checkEnvelope(Node message) throws RefusedMessageException {
    String id = message.requireAttribute("id");
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw malformed("message-id", "A message id has 1 to 128 characters.");
    }
    if (!TYPES.contains(message.attribute("type").orElse(""))) {
      throw malformed("message-type", "A message needs a known type.");
    }
    for (Node child : message.children()) {
      if (!CHILDREN.contains(child.tag())) {
        throw malformed("message-child", "A message holds something unknown or unencrypted.");
      }
    }
  }

  private List<Fanout.Copy> participants(Device sender, Node message, Jid to, Account recipient)
      throws RefusedMessageException {
    if (message.child("enc").isPresent()) {
      throw malformed("mixed-enc", "A 1:1 message has its ciphertexts in one place.");
    }
    List<Fanout.Copy> copies = new ArrayList<>();
    Set<Device> seen = new HashSet<>();
    for (Node participant : message.requireChild("participants").children("to")) {
      Jid jid = participant.requireJidAttribute("jid");
      Device device = participant(sender, jid, to, recipient);
      if (!seen.add(device)) {
        throw malformed("device-twice", "A device is addressed twice.");
      }
      copies.add(new Fanout.Copy(device, onlyEnc(participant)));
    }
    if (copies.isEmpty()) {
      throw malformed("no-recipient", "A message is addressed to no device.");
    }
    return copies;
  }

  private Device participant(Device sender, Jid jid, Jid to, Account recipient)
      throws RefusedMessageException {
    if (!jid.server().equals(to.server())) {
      throw malformed("mixed-addressing", "All addresses of a message are of one kind.");
    }
    Optional<Device> device =
        directory
            .device(jid)
            .filter(d -> d.account() == recipient || d.account() == sender.account());
    if (device.isEmpty()) {
      throw malformed("not-a-device", "A participant is no device of either side.");
    }
    if (device.get() == sender) {
      throw malformed("own-device-addressed", "The sending device must be left out.");
    }
    return device.get();
  }

  /** A ciphertext without participants: for one device only, as resends and peer messages are. */
  private Fanout.Copy direct(Device sender, Node message, Jid to, Account recipient)
      throws RefusedMessageException {
    boolean peer = message.hasAttribute("category", "peer");
    if (peer && recipient != sender.account()) {
      throw malformed("peer-to-other", "A peer message stays in its account.");
    }
    Optional<Device> device = recipient.device(to.device());
    if (device.isEmpty()) {
      throw malformed("not-a-device", "The message is addressed to no device.");
    }
    if (device.get() == sender) {
      throw malformed("own-device-addressed", "The sending device must be left out.");
    }
    // baileys names the device in participants too, with a second ciphertext that is not needed
    for (Node named : message.child("participants").map(p -> p.children("to")).orElse(List.of())) {
      if (directory.device(named.requireJidAttribute("jid")).orElse(null) != device.get()) {
        throw malformed("mixed-enc", "A resend goes to one device.");
      }
    }
    return new Fanout.Copy(device.get(), onlyEnc(message));
  }

  private static Node onlyEnc(Node parent) throws RefusedMessageException {
    List<Node> encs = parent.children("enc");
    if (encs.size() != 1) {
      throw malformed("enc-count", "Each device gets exactly one ciphertext.");
    }
    return encs.get(0);
  }

  private static void checkContent(Device sender, Node message, List<Fanout.Copy> copies)
      throws RefusedMessageException {
    boolean media = message.hasAttribute("type", "media");
    boolean identified = sender.isPhone();
    for (Fanout.Copy copy : copies) {
      Node enc = copy.enc();
      String type = enc.attribute("type").orElse("");
      if (!enc.hasAttribute("v", "2") || !(type.equals("msg") || type.equals("pkmsg"))) {
        throw malformed("enc-shape", "A 1:1 ciphertext is a msg or pkmsg of version 2.");
      }
      if (enc.contentAsBytes().filter(bytes -> bytes.length > 0).isEmpty()) {
        throw malformed("enc-empty", "A ciphertext is empty.");
      }
      if (media && enc.attribute("mediatype").isEmpty()) {
        throw malformed("mediatype", "Each ciphertext of a media message names its kind.");
      }
      if (type.equals("pkmsg") && !identified) {
        checkIdentity(sender, message);
        identified = true;
      }
    }
  }

  /** Spec signal.md 5.3: with any pkmsg the companion shows its identity. */
  private static void checkIdentity(Device sender, Node message) throws RefusedMessageException {
    Optional<byte[]> identity = message.child("device-identity").flatMap(Node::contentAsBytes);
    if (identity.isEmpty()) {
      throw malformed("device-identity-missing", "A pkmsg needs the device identity beside it.");
    }
    try {
      DeviceIdentityVerifier.verify(
          identity.get(),
          sender.keys().identity().toArray(),
          sender.account().identity().publicKey());
    } catch (DeviceIdentityRefusedException e) {
      throw malformed("device-identity", "The device identity is not that of the sender.");
    }
  }

  private static RefusedMessageException malformed(String rule, String detail) {
    return new RefusedMessageException(MALFORMED, rule, detail);
  }
}
