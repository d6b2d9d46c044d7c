package org.amarula.sandbox.internal.wire;

import org.amarula.codec.Node;

/** What a connection became after its handshake: a pairing attempt or a session. On the lane. */
public interface LinkOwner {
  /** A stanza arrived. */
  void received(Node node);

  /** The connection is gone, whoever ended it. */
  void closed();
}
