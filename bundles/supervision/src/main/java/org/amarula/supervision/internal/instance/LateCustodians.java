package org.amarula.supervision.internal.instance;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Custodians;

/** The custodians that are alive at the moment of each call. */
record LateCustodians(Supplier<Custodians> current) implements Custodians {
  @Override
  public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
    return current.get().run(user, operation);
  }

  @Override
  public <T> CompletionStage<T> runAll(
      Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
    return current.get().runAll(users, operation);
  }
}
