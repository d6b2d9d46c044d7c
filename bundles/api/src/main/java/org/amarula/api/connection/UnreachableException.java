package org.amarula.api.connection;

import org.amarula.api.AmarulaException;

/** No device of the recipient can be encrypted to; nothing was sent. */
public final class UnreachableException extends AmarulaException {
  /** Tells why, in a full sentence that names devices by redacted addresses only. */
  public UnreachableException(String message) {
    super(message);
  }
}
