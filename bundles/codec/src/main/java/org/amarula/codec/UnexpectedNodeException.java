package org.amarula.codec;

import org.amarula.api.AmarulaException;

/** A well-formed node lacks what its reader needs. That stanza is bad, the stream is not. */
public final class UnexpectedNodeException extends AmarulaException {
  private final String path;

  /**
   * Tells what was expected.
   *
   * @param path where, for instance {@code iq/pair-success/device@jid}
   * @param message a full sentence without the value found
   */
  public UnexpectedNodeException(String path, String message) {
    super(message + " (" + path + ")");
    this.path = path;
  }

  /** The place of what is missing or wrong, for instance {@code iq/pair-success/device@jid}. */
  public String path() {
    return path;
  }
}
