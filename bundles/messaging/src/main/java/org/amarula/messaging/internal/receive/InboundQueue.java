package org.amarula.messaging.internal.receive;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.async.Stages;

/**
 * The order of inbound work: one at a time per chat, and for the backlog one at a time over all
 * chats (spec/signal.md 10.1). Confined to the account's lane.
 */
public final class InboundQueue {
  private final int capacity;
  private final Executor lane;
  private final Runnable done;
  private final Map<Jid, CompletionStage<Void>> tails = new HashMap<>(); // by each name of a chat
  private CompletionStage<Void> barrier = Stages.done();
  private int waiting;

  /** A queue that holds at most {@code capacity}; {@code done} runs after each work's end. */
  public InboundQueue(int capacity, Executor lane, Runnable done) {
    this.capacity = capacity;
    this.lane = lane;
    this.done = done;
  }

  /** Nothing begins before {@code stage} has ended. */
  public void holdUntil(CompletionStage<Void> stage) {
    barrier = Stages.settled(barrier.thenCombine(Stages.settled(stage), (one, other) -> null));
  }

  /** Whether nothing more is taken. */
  public boolean isFull() {
    return waiting >= capacity;
  }

  /** How much has not ended. */
  public int waiting() {
    return waiting;
  }

  /**
   * Does {@code work}, which must not fail, after the earlier work of this chat: of that under any
   * of these names, by all of which it is found from now on.
   */
  public void add(Collection<Jid> names, Supplier<CompletionStage<Void>> work) {
    CompletionStage<Void> before = barrier;
    for (Jid name : names) {
      before = before.thenCombine(tails.getOrDefault(name, Stages.done()), (one, other) -> null);
    }
    run(names, before, work);
  }

  /** Does {@code work} of the backlog: after all earlier work and before all later. */
  public void addBacklog(Collection<Jid> names, Supplier<CompletionStage<Void>> work) {
    CompletionStage<Void> before = barrier;
    for (CompletionStage<Void> tail : tails.values()) {
      before = before.thenCombine(tail, (one, other) -> null);
    }
    barrier = run(names, before, work);
  }

  private CompletionStage<Void> run(
      Collection<Jid> names, CompletionStage<Void> before, Supplier<CompletionStage<Void>> work) {
    waiting++;
    CompletableFuture<Void> ended = new CompletableFuture<>();
    names.forEach(name -> tails.put(name, ended));
    before
        .thenComposeAsync(none -> Stages.settled(Stages.begin(work)), lane)
        .whenCompleteAsync(
            (none, error) -> {
              waiting--;
              names.forEach(name -> tails.remove(name, ended));
              ended.complete(null);
              done.run();
            },
            lane);
    return ended;
  }
}
