package org.amarula.messaging.internal.retry;

import org.amarula.api.AmarulaException;

/** The keys in a retry receipt do not verify: its device gets nothing. */
final class RefusedKeysException extends AmarulaException {
  private static final long serialVersionUID = 1;

  RefusedKeysException() {
    super("The keys in a retry receipt do not verify.");
  }
}
