package org.amarula.messaging.internal.server;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Custodians;

/** The planted fault: custodians that let everybody in at once. */
public final class Unlocked implements Custodians {
  private final Executor executor;

  /** Custodians whose work runs on {@code executor}. */
  public Unlocked(Executor executor) {
    this.executor = executor;
  }

  @Override
  public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
    return CompletableFuture.completedFuture(user)
        .thenComposeAsync(none -> operation.get(), executor);
  }

  @Override
  public <T> CompletionStage<T> runAll(
      Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
    return CompletableFuture.completedFuture(users)
        .thenComposeAsync(none -> operation.get(), executor);
  }
}
