package org.amarula.messaging.internal.async;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Functions over stages. */
public final class Stages {
  private Stages() {}

  /** A stage that is complete and tells nothing. */
  public static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** A complete stage. */
  public static <T> CompletionStage<T> of(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** A failed stage. */
  public static <T> CompletionStage<T> failed(Throwable error) {
    return CompletableFuture.failedFuture(error);
  }

  /** Begins {@code work}; what it throws, an {@link Error} too, fails the stage instead. */
  public static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      return failed(e);
    }
  }

  /** The error itself, without the wrappers that stages put around it. */
  public static Throwable cause(Throwable error) {
    Throwable found = error;
    while ((found instanceof CompletionException || found instanceof ExecutionException)
        && found.getCause() != null) {
      found = found.getCause();
    }
    return found;
  }

  /** All values in order; fails with the first failure once all have ended. */
  public static <T> CompletionStage<List<T>> all(Collection<CompletionStage<T>> stages) {
    CompletionStage<List<T>> joined = of(new ArrayList<>(stages.size()));
    for (CompletionStage<T> stage : stages) {
      joined =
          joined.thenCombine(
              stage,
              (list, value) -> {
                list.add(value);
                return list;
              });
    }
    return joined;
  }

  /** Ends {@code other} as {@code stage} ends; returns the stage. */
  public static <T> CompletionStage<T> passOn(
      CompletionStage<T> stage, CompletableFuture<T> other) {
    return stage.whenComplete(
        (value, error) -> {
          if (error == null) {
            other.complete(value);
          } else {
            other.completeExceptionally(error);
          }
        });
  }

  /** The end of a stage, however it ends. */
  public static CompletionStage<Void> settled(CompletionStage<?> stage) {
    return stage.handle((value, error) -> null);
  }
}
