package org.amarula.supervision.internal.instance;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Senders;

/** The senders that are alive at the moment of each call. */
record LateSenders(Supplier<Senders> current) implements Senders {
  @Override
  public <T> CompletionStage<T> run(Jid recipient, Supplier<CompletionStage<T>> task) {
    return current.get().run(recipient, task);
  }

  @Override
  public <T> CompletionStage<T> runAll(Collection<Jid> names, Supplier<CompletionStage<T>> task) {
    return current.get().runAll(names, task);
  }
}
