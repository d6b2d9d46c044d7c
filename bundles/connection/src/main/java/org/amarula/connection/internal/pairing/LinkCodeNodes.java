package org.amarula.connection.internal.pairing;

import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.codec.UnexpectedNodeException;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.crypto.pairing.WrappedKey;

/** The stanzas of pairing by phone number (spec/transport.md 8.3 to 8.5). Stateless. */
final class LinkCodeNodes {
  static final String REGISTRATION = "link_code_companion_reg";
  private static final String REF = "link_code_pairing_ref";
  private static final String PRIMARY_EPHEMERAL = "link_code_pairing_wrapped_primary_ephemeral_pub";
  private static final String PRIMARY_IDENTITY = "primary_identity_pub";
  private static final int KEY_LENGTH = 32;
  private static final byte[] NONCE = {0}; // D-23

  private LinkCodeNodes() {}

  /**
   * Asks the server to take a code.
   *
   * <pre>{@code
   * <iq to type="set" xmlns="md">
   *   <link_code_companion_reg jid stage="companion_hello" should_show_push_notification="true">
   *     wrapped ephemeral key, noise key, platform id and display, nonce
   *   </link_code_companion_reg></iq>
   * }</pre>
   */
  static Node hello(Jid phone, byte[] wrapped, byte[] noiseKey, DeviceDescription device) {
    NodeBuilder registration =
        stage(phone, "companion_hello")
            .attribute("should_show_push_notification", "true")
            .child(bytes("link_code_pairing_wrapped_companion_ephemeral_pub", wrapped))
            .child(bytes("companion_server_auth_key_pub", noiseKey))
            .child(text("companion_platform_id", device.webClientId()))
            .child(text("companion_platform_display", device.browserDisplay()))
            .child(bytes("link_code_pairing_nonce", NONCE));
    return request(registration);
  }

  /** Sends the key bundle: {@code companion_finish} with bundle, own identity and reference. */
  static Node finish(Jid phone, byte[] bundle, byte[] identity, Bytes ref) {
    NodeBuilder registration =
        stage(phone, "companion_finish")
            .child(bytes("link_code_pairing_wrapped_key_bundle", bundle))
            .child(bytes("companion_identity_public", identity))
            .child(bytes(REF, ref.toArray()));
    return request(registration);
  }

  /** The reference in an answer or notification; nothing when it is missing or empty. */
  static Optional<Bytes> ref(Node parent) {
    return parent
        .child(REF)
        .flatMap(Node::contentAsBytes)
        .filter(bytes -> bytes.length > 0)
        .map(Bytes::wrap);
  }

  /**
   * What the phone says when the code was typed.
   *
   * @param ref which code
   * @param wrapped its ephemeral key under the code, 80 bytes
   * @param identity its identity key, 32 bytes
   */
  record PrimaryHello(Optional<Bytes> ref, byte[] wrapped, byte[] identity) {
    /** Reads it; lengths are checked. */
    static PrimaryHello read(Node registration) {
      return new PrimaryHello(
          LinkCodeNodes.ref(registration),
          exactly(registration, PRIMARY_EPHEMERAL, WrappedKey.LENGTH),
          exactly(registration, PRIMARY_IDENTITY, KEY_LENGTH));
    }

    private static byte[] exactly(Node parent, String tag, int length) {
      byte[] bytes = parent.requireChild(tag).requireBytes();
      if (bytes.length != length) {
        throw new UnexpectedNodeException(
            parent.tag() + "/" + tag, "It has " + bytes.length + " bytes, not " + length + ".");
      }
      return bytes;
    }
  }

  private static NodeBuilder stage(Jid phone, String stage) {
    return Node.builder(REGISTRATION).attribute("jid", phone).attribute("stage", stage);
  }

  private static Node request(NodeBuilder registration) {
    return Node.builder("iq")
        .attribute("to", Jid.SERVER)
        .attribute("type", "set")
        .attribute("xmlns", "md")
        .child(registration.build())
        .build();
  }

  private static Node bytes(String tag, byte[] content) {
    return Node.builder(tag).bytes(content).build();
  }

  private static Node text(String tag, String content) {
    return Node.builder(tag).text(content).build();
  }
}
