package org.amarula.messaging;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;

/** One lane per recipient: serial within, parallel across. */
public interface Senders {
  /**
   * Runs {@code task} after the earlier ones of the same recipient have completed. When the sender
   * crashes or the instance stops, the stage fails at once with a typed error.
   */
  <T> CompletionStage<T> run(Jid recipient, Supplier<CompletionStage<T>> task);
}
