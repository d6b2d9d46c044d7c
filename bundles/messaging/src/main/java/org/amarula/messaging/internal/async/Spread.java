package org.amarula.messaging.internal.async;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Pure work on many items, shared out among the workers. Stateless. */
public final class Spread {
  /** Some milliseconds of curve operations, after which other accounts have their turn. */
  static final int SHARE = 16;

  private Spread() {}

  /**
   * The results in the order of the items. Few items are worked on at once, on the caller's thread;
   * the caller of many must not wait for the stage on a worker. Fails with the first failure once
   * all shares have ended.
   */
  public static <T, R> CompletionStage<List<R>> over(
      List<T> items, Function<T, R> work, Executor workers) {
    if (items.size() <= SHARE) {
      return Stages.begin(() -> Stages.of(share(items, work)));
    }
    List<CompletionStage<List<R>>> shares = new ArrayList<>();
    for (int i = 0; i < items.size(); i += SHARE) {
      List<T> share = items.subList(i, Math.min(items.size(), i + SHARE));
      shares.add(CompletableFuture.supplyAsync(() -> share(share, work), workers));
    }
    return Stages.all(shares).thenApply(Spread::joined);
  }

  private static <T, R> List<R> share(List<T> items, Function<T, R> work) {
    List<R> results = new ArrayList<>(items.size());
    items.forEach(item -> results.add(work.apply(item)));
    return results;
  }

  private static <R> List<R> joined(List<List<R>> shares) {
    List<R> all = new ArrayList<>(shares.size() * SHARE);
    shares.forEach(all::addAll);
    return all;
  }
}
