package org.amarula.api.connection;

import org.amarula.api.AmarulaException;

/**
 * A durable message was taken out of the outbox, by {@link
 * org.amarula.api.instance.Outbox#cancel(String)} or because it had waited too long. It was not
 * sent.
 */
public final class SendCancelledException extends AmarulaException {
  /** Tells why, in a full sentence. */
  public SendCancelledException(String message) {
    super(message);
  }
}
