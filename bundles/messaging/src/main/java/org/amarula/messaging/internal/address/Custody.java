package org.amarula.messaging.internal.address;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.CrashedException;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.internal.async.Stages;

/**
 * Custody by person: whichever name is given, the operation runs with the custodian of the name
 * under which the person is kept, and never while that name changes. A custodian that crashes is
 * survived: the operation is begun again with its successor. Thread-safe.
 */
public final class Custody {
  private static final int MAX_MOVES = 8;
  private static final int MAX_CRASHES = 3;

  private final Custodians custodians;
  private final Mappings mappings;
  private final Executor workers;

  /** Custody through {@code custodians}; mappings are looked up on {@code workers}. */
  public Custody(Custodians custodians, Mappings mappings, Executor workers) {
    this.custodians = custodians;
    this.mappings = mappings;
    this.workers = workers;
  }

  /** Runs {@code operation} in the custody of one user. */
  public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
    return runAll(List.of(user), operation);
  }

  /** Runs {@code operation} in the custody of several users at once. */
  public <T> CompletionStage<T> runAll(
      Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
    return attempt(users, operation, 0);
  }

  private <T> CompletionStage<T> attempt(
      Collection<Jid> users, Supplier<CompletionStage<T>> operation, int moves) {
    return CompletableFuture.supplyAsync(() -> names(users), workers)
        .thenCompose(names -> surviving(names, () -> held(users, names, operation), 0))
        .thenCompose(
            held ->
                held.moved() && moves < MAX_MOVES
                    ? attempt(users, operation, moves + 1)
                    : Stages.of(held.value()));
  }

  // What the dead custodian had begun ends before its successor begins, so trying again is safe.
  private <T> CompletionStage<T> surviving(
      Set<Jid> names, Supplier<CompletionStage<T>> operation, int crashes) {
    return custodians
        .runAll(names, operation)
        .exceptionallyCompose(
            failure ->
                Stages.cause(failure) instanceof CrashedException && crashes < MAX_CRASHES
                    ? surviving(names, operation, crashes + 1)
                    : Stages.failed(Stages.cause(failure)));
  }

  // A mapping learnt while this waited moved the user's records: begin again under the new name.
  private <T> CompletionStage<Held<T>> held(
      Collection<Jid> users, Set<Jid> names, Supplier<CompletionStage<T>> operation) {
    return Stages.begin(
        () ->
            names(users).equals(names)
                ? Stages.begin(operation).thenApply(value -> new Held<>(false, value))
                : Stages.of(new Held<T>(true, null)));
  }

  private Set<Jid> names(Collection<Jid> users) {
    Set<Jid> names = new TreeSet<>(Comparator.comparing(Jid::toString));
    users.forEach(user -> names.add(mappings.canonical(user)));
    return names;
  }

  private record Held<T>(boolean moved, T value) {}
}
