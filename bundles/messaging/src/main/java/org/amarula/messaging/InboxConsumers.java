package org.amarula.messaging;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.event.MessageReceived;

/** Those whom an inbox tells. No method blocks, throws, or calls the inbox back on its thread. */
public interface InboxConsumers extends EventSink {
  /** Hands a message to all that confirm nothing. */
  void observe(MessageReceived message);

  /**
   * Hands a message to the listener of a durable subscription, after what it was given before.
   *
   * <p>The answers may come in any order; a message that is never answered waits for the next
   * listener of the name.
   *
   * @param subscription a name that is attached
   * @param message asked for when its turn has come; when it is empty there is nothing to do
   * @return completes when the listener has confirmed the message or there was none, fails when it
   *     could not deal with it, and never completes when the listener has gone meanwhile
   */
  CompletionStage<Void> give(String subscription, Supplier<Optional<MessageReceived>> message);
}
