package org.amarula.messaging;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;

/**
 * One lane per name of a recipient: serial within, parallel across. When the sender crashes or the
 * instance stops, the stages of what waits or runs fail at once with a typed error.
 */
public interface Senders {
  /** Runs {@code task} after the earlier ones of the same recipient have completed. */
  <T> CompletionStage<T> run(Jid recipient, Supplier<CompletionStage<T>> task);

  /** The same for a recipient with several names: after the earlier ones under each of them. */
  <T> CompletionStage<T> runAll(Collection<Jid> names, Supplier<CompletionStage<T>> task);
}
