package org.amarula.supervision.internal.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.amarula.api.AmarulaException;
import org.amarula.api.CrashedException;

/**
 * Temporary children that come and go, each under a key of its own: one that crashes is ended and
 * not started again. Children stop in parallel, each within the budget. Thread-safe; the children
 * do not see each other.
 *
 * @param <K> the keys
 * @param <C> the children
 */
public final class DynamicSupervisor<K, C extends Child> {
  private final Map<K, Entry<C>> children = new ConcurrentHashMap<>();
  private final Budget budget;
  private final Duration stopBudget;
  private final BiConsumer<K, C> whenOverran;
  private volatile boolean closed;

  /**
   * A supervisor without children.
   *
   * @param stopBudget a child whose stop takes longer is fenced
   * @param whenOverran is told of such a child
   */
  public DynamicSupervisor(
      ScheduledExecutorService timer, Duration stopBudget, BiConsumer<K, C> whenOverran) {
    this.budget = new Budget(timer);
    this.stopBudget = stopBudget;
    this.whenOverran = whenOverran;
  }

  /**
   * Builds a child and starts it, on the calling thread.
   *
   * @param build makes the child; is given the function that reports its crash
   * @throws IllegalStateException when the key is taken or the supervisor is closed
   */
  public C start(K key, Function<Consumer<Throwable>, C> build) {
    Entry<C> entry = new Entry<>();
    if (closed || children.putIfAbsent(key, entry) != null) {
      throw new IllegalStateException(closed ? "It is closed." : "The key is taken.");
    }
    try {
      if (closed) { // whoever closed it may not have seen the entry
        throw new IllegalStateException("It is closed.");
      }
      C child = build.apply(cause -> stop(key));
      entry.child = child;
      child.start();
      if (entry.started()) {
        finish(key, entry, child);
      }
      return child;
    } catch (RuntimeException | Error e) {
      children.remove(key, entry);
      if (entry.child != null) {
        end(entry.child, new CrashedException("start"));
      }
      entry.gone.complete(null);
      throw e;
    }
  }

  /** The child of this key, from its start to the end of its stop. */
  public Optional<C> child(K key) {
    return Optional.ofNullable(children.get(key)).map(entry -> entry.child);
  }

  /** All children, in no order. */
  public List<C> children() {
    List<C> all = new ArrayList<>();
    children.values().forEach(entry -> Optional.ofNullable(entry.child).ifPresent(all::add));
    return all;
  }

  /**
   * Stops one child, once, or as soon as it has started; completes when it is gone, with false when
   * there is none.
   */
  public CompletionStage<Boolean> stop(K key) {
    Entry<C> entry = children.get(key);
    if (entry == null) {
      return CompletableFuture.completedFuture(false);
    }
    if (entry.claimStop()) {
      finish(key, entry, entry.child);
    }
    return entry.gone.thenApply(none -> true);
  }

  private void finish(K key, Entry<C> entry, C child) {
    budget
        .spend(stopBudget, child::stop)
        .whenComplete(
            (inTime, failure) -> {
              if (!inTime) {
                whenOverran.accept(key, child);
              }
              end(child, new CrashedException("stop"));
              children.remove(key, entry);
              entry.gone.complete(null);
            });
  }

  /** Takes no more children, and stops all in parallel. */
  public CompletionStage<Void> close() {
    closed = true;
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (K key : children.keySet()) {
      ends.add(stop(key).toCompletableFuture());
    }
    return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
  }

  private static void end(Child child, AmarulaException reason) {
    child.revoke();
    child.fence(reason);
  }

  private static final class Entry<C> {
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile C child; // null while it is being built
    private boolean stopping; // guarded by this, as is the next
    private boolean started;

    /** Whether its stop is to be made now: nobody makes it, and the start is over. */
    synchronized boolean claimStop() {
      boolean first = !stopping;
      stopping = true;
      return first && started;
    }

    /** The start is over; whether somebody has asked for the stop meanwhile. */
    synchronized boolean started() {
      started = true;
      return stopping;
    }
  }
}
