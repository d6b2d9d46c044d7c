package org.amarula.messaging.internal.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.CrashedException;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.Senders;

/** One queue per user, for custody and for sending. */
public final class Turns implements Custodians, Senders {
  private final Map<Jid, CompletableFuture<Void>> tails = new HashMap<>();
  private final List<CompletableFuture<?>> open = new ArrayList<>();
  private final Executor executor;

  /** Queues whose work runs on {@code executor}. */
  public Turns(Executor executor) {
    this.executor = executor;
  }

  @Override
  public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
    return runAll(List.of(user), operation);
  }

  @Override
  public <T> CompletionStage<T> runAll(
      Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture<Void> before =
        CompletableFuture.allOf(
            users.stream()
                .map(user -> tails.getOrDefault(user, CompletableFuture.completedFuture(null)))
                .toArray(CompletableFuture<?>[]::new));
    users.forEach(user -> tails.put(user, ended));
    CompletableFuture<T> result =
        before.thenComposeAsync(none -> operation.get(), executor).toCompletableFuture().copy();
    result.whenComplete((value, error) -> ended.complete(null));
    open.add(result);
    return result;
  }

  void crash() {
    List<CompletableFuture<?>> failing = List.copyOf(open);
    open.clear();
    failing.forEach(one -> one.completeExceptionally(new CrashedException("sender")));
  }
}
