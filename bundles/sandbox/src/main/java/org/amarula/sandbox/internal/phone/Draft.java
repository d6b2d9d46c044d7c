package org.amarula.sandbox.internal.phone;

import org.amarula.codec.NodeBuilder;
import org.amarula.proto.message.Message;

/**
 * A message to be sent, with what it gives its stanza (spec features.md 6.1, signal.md 5.2).
 *
 * @param type the stanza's {@code type}
 * @param edit the stanza's {@code edit}, or empty
 * @param mediaType the ciphertexts' {@code mediatype}, or empty
 */
record Draft(Message content, String type, String edit, String mediaType) {
  static Draft of(Message content, String type) {
    return new Draft(content, type, "", "");
  }

  NodeBuilder mark(NodeBuilder stanza) {
    stanza.attribute("type", type);
    return edit.isEmpty() ? stanza : stanza.attribute("edit", edit);
  }

  /** Marks a ciphertext of the content itself. */
  NodeBuilder markEnc(NodeBuilder enc) {
    if (!mediaType.isEmpty()) {
      enc.attribute("mediatype", mediaType);
    }
    return shows() ? enc : enc.attribute("decrypt-fail", "hide");
  }

  /** Whether the chat shows it as a message of its own. */
  boolean shows() {
    return edit.isEmpty() && !type.equals("reaction");
  }
}
