package org.amarula.connection.internal.pairing;

import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.UnexpectedNodeException;
import org.amarula.connection.Credentials;
import org.amarula.connection.Credentials.Link;
import org.amarula.crypto.pairing.PairingRefusedException;
import org.amarula.crypto.pairing.PairingResult;
import org.amarula.crypto.pairing.PairingVerifier;

/**
 * A verified pair-success (spec/transport.md 7.4).
 *
 * @param link what is to be stored before the answer
 * @param answer the content of the answer
 */
record PairSuccess(Link link, Node answer) {

  /**
   * Steps 1 to 4.
   *
   * <pre>{@code
   * <pair-success>
   *   <device-identity>bytes</device-identity>
   *   <device jid lid/> <platform name/> [<biz name/>]
   * </pair-success>
   * }</pre>
   *
   * @throws PairingRefusedException when the phone's signature or HMAC is wrong
   * @throws UnexpectedNodeException when a part is missing
   */
  static PairSuccess verify(Node success, Credentials credentials, PairingVerifier verifier)
      throws PairingRefusedException {
    byte[] container = success.requireChild("device-identity").requireBytes();
    Node device = success.requireChild("device");
    Jid own = device.requireJidAttribute("jid");
    Jid lid = device.requireJidAttribute("lid");
    if (!own.isPn() || !lid.isLid()) {
      throw new UnexpectedNodeException("pair-success/device", "Not the addresses of a device.");
    }
    PairingResult result =
        verifier.verify(credentials.advSecret().toArray(), credentials.identity(), container);
    Link link =
        new Link(
            own,
            lid,
            Bytes.wrap(result.signedIdentity()),
            Bytes.wrap(result.accountSignatureKey()),
            name(success, "platform"),
            name(success, "biz"));
    Node identity =
        Node.builder("device-identity")
            .attribute("key-index", result.keyIndex())
            .bytes(result.reply())
            .build();
    return new PairSuccess(link, Node.builder("pair-device-sign").child(identity).build());
  }

  private static String name(Node success, String child) {
    return success.child(child).flatMap(node -> node.attribute("name")).orElse("");
  }
}
