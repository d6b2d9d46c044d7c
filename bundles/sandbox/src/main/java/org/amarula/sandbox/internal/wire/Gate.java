package org.amarula.sandbox.internal.wire;

import java.util.Optional;

/** Decides who comes in. On the lane. */
public interface Gate {
  /**
   * Looks at the payload of a finished handshake.
   *
   * @return the owner of the connection, or nothing when it was refused and told so
   */
  Optional<LinkOwner> admit(Link link, byte[] payload);

  /** Notes that a connection broke a rule of the wire. */
  void broke(String rule, String detail);

  /** Notes that a connection ended. */
  void closed(Link link);
}
