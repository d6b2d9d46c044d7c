package org.amarula.messaging;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;

/**
 * One custodian per remote user (spec/signal.md 10.1): every read-change-write of a user's Signal
 * records runs in its custodian. An operation touches only storage and pure crypto and waits on
 * nobody.
 */
public interface Custodians {
  /** Runs {@code operation} after the earlier ones of the same user have completed. */
  <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation);

  /**
   * Runs {@code operation} while it holds the custody of several users, taken in sorted order: one
   * joint operation, so that a fan-out is one batch.
   */
  <T> CompletionStage<T> runAll(Collection<Jid> users, Supplier<CompletionStage<T>> operation);
}
