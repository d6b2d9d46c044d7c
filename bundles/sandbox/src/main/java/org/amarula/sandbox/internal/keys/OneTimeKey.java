package org.amarula.sandbox.internal.keys;

import org.amarula.api.Bytes;
import org.amarula.codec.Node;

/**
 * A one-time pre-key on its way out.
 *
 * @param id 24 bits, never 0
 * @param publicKey raw, 32 bytes
 */
public record OneTimeKey(int id, Bytes publicKey) {

  /** The element of a key bundle. */
  public Node toNode() {
    return Node.builder("key")
        .child(Node.builder("id").bytes(BigEndian.of(id, 3)).build())
        .child(Node.builder("value").bytes(publicKey.toArray()).build())
        .build();
  }
}
