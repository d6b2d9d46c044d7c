package org.amarula.messaging;

import org.amarula.api.AmarulaException;
import org.amarula.codec.Node;

/**
 * An {@code Error} while a stanza was handled: the crash of the connection, laid at the stanza's
 * door. Thrown on the account's lane.
 */
public final class CrashingStanzaException extends AmarulaException {
  private static final long serialVersionUID = 1;

  private final transient Node stanza;

  /** Tells which stanza it was, by its tag only, and what kind of error. */
  public CrashingStanzaException(Node stanza, Throwable cause) {
    super(
        "A " + stanza.tag() + " crashed its reader (" + cause.getClass().getSimpleName() + ").",
        cause);
    this.stanza = stanza;
  }

  /** The stanza. */
  public Node stanza() {
    return stanza;
  }
}
