package org.amarula.messaging.internal.prekey;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;

/** The upload of pre-keys, spec/signal.md 2.2. */
final class PreKeyUpload {
  private PreKeyUpload() {}

  static Node iq(
      int registrationId, byte[] identity, List<Node> keys, Credentials.SignedPreKey signed) {
    return iq(registrationId, identity, keys, KeyNodes.signedKey(signed));
  }

  static Node iq(int registrationId, byte[] identity, List<Node> keys, Node signedKey) {
    return Node.builder("iq")
        .attribute("xmlns", "encrypt")
        .attribute("type", "set")
        .attribute("to", Jid.SERVER)
        .child(KeyNodes.registration(registrationId))
        .child(KeyNodes.type())
        .child(KeyNodes.identity(identity))
        .child(Node.builder("list").children(keys).build())
        .child(signedKey)
        .build();
  }
}
