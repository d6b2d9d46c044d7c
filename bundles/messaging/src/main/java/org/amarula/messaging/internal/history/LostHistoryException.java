package org.amarula.messaging.internal.history;

import org.amarula.api.AmarulaException;

/** A chunk of history can never be read; trying again does not help. */
final class LostHistoryException extends AmarulaException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * For a reason.
   *
   * @param reason as {@link org.amarula.api.event.HistoryLost} names it
   */
  LostHistoryException(String reason) {
    super("A chunk of history is lost: " + reason + ".");
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
