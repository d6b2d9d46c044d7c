package org.amarula.sandbox.internal.stanza;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.crypto.pairing.DeviceIdentityVerifier;
import org.amarula.sandbox.internal.devices.Device;

/** The checks that hold for every message, wherever it goes (spec signal.md 5). Stateless. */
final class MessageShape {
  private static final int MALFORMED = 479;
  private static final int MAX_ID = 128; // signal.md 5.6
  private static final Set<String> TYPES =
      Set.of("text", "media", "reaction", "poll", "event", "medianotify", "pay");

  /** Spec signal.md 5.7. */
  private static final Set<String> EDITS = Set.of("", "1", "2", "3", "7", "8");

  /** Spec signal.md 5.2. */
  private static final Set<String> ENC_ATTRIBUTES =
      Set.of("v", "type", "mediatype", "decrypt-fail", "count");

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

  private MessageShape() {}

  static void checkEnvelope(Node message) throws RefusedMessageException {
    String id = message.requireAttribute("id");
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw malformed("message-id", "A message id has 1 to 128 characters.");
    }
    if (!TYPES.contains(message.attribute("type").orElse(""))) {
      throw malformed("message-type", "A message needs a known type.");
    }
    String edit = message.attribute("edit").orElse("");
    if (!EDITS.contains(edit)) {
      throw malformed("message-edit", "There is no such kind of edit.");
    }
    for (Node child : message.children()) {
      if (!CHILDREN.contains(child.tag())) {
        throw malformed("message-child", "A message holds something unknown or unencrypted.");
      }
    }
  }

  static Node onlyEnc(Node parent) throws RefusedMessageException {
    List<Node> encs = parent.children("enc");
    if (encs.size() != 1) {
      throw malformed("enc-count", "Each device gets exactly one ciphertext.");
    }
    return encs.get(0);
  }

  /** Checks version, type and, where it belongs, the media type of ciphertexts. */
  static void checkEncs(
      Node message, Collection<Node> encs, Set<String> types, boolean withMediaType)
      throws RefusedMessageException {
    boolean media = withMediaType && message.hasAttribute("type", "media");
    for (Node enc : encs) {
      if (!enc.hasAttribute("v", "2") || !types.contains(enc.attribute("type").orElse(""))) {
        throw malformed("enc-shape", "A ciphertext is not of a version and type allowed here.");
      }
      if (enc.contentAsBytes().filter(bytes -> bytes.length > 0).isEmpty()) {
        throw malformed("enc-empty", "A ciphertext is empty.");
      }
      if (!ENC_ATTRIBUTES.containsAll(enc.attributes().keySet())
          || !enc.attribute("decrypt-fail").orElse("hide").equals("hide")) {
        throw malformed("enc-attributes", "A ciphertext says what is not said of ciphertexts.");
      }
      if (media && enc.attribute("mediatype").isEmpty()) {
        throw malformed("mediatype", "Each ciphertext of a media message names its kind.");
      }
    }
  }

  /** Spec signal.md 5.3: with any pkmsg the companion shows its identity. */
  static void checkIdentity(Device sender, Node message, Collection<Node> encs)
      throws RefusedMessageException {
    if (sender.isPhone() || encs.stream().noneMatch(enc -> enc.hasAttribute("type", "pkmsg"))) {
      return;
    }
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

  static RefusedMessageException malformed(String rule, String detail) {
    return new RefusedMessageException(MALFORMED, rule, detail);
  }
}
