package org.amarula.api.connection;

import org.amarula.api.AmarulaException;

/**
 * This content cannot be sent, or not to this chat: nothing was sent, and trying again is of no
 * use.
 */
public final class UnsendableException extends AmarulaException {
  /** Tells why, in a full sentence without the content. */
  public UnsendableException(String message) {
    super(message);
  }
}
