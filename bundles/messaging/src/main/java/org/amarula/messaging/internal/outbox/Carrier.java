package org.amarula.messaging.internal.outbox;

import java.util.concurrent.CompletionStage;
import org.amarula.api.send.SendResult;

/** What brings messages of the outbox to the server while one login lasts. */
@FunctionalInterface
public interface Carrier {
  /**
   * Tries to send a message, in its recipient's turn. Ends in bounded time, and when it has ended
   * nothing of this try is written any more.
   *
   * @return completes with the server's answer or with {@link SendResult.OutcomeUnknown}; fails
   *     when nothing was written
   */
  CompletionStage<SendResult> carry(OutboxMessage message);
}
