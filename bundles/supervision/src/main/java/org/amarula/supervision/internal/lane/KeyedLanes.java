package org.amarula.supervision.internal.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.OverloadedException;

/**
 * One asynchronous lane per key: an operation begins when all earlier ones of its keys have
 * completed. An operation on several keys is queued on all of them at once, so that operations
 * never wait for each other in a circle and no thread is held while one waits.
 *
 * <p>A lane exists from its first operation until it was idle for a while. Thread-safe.
 *
 * @param <K> the keys
 */
public final class KeyedLanes<K> {
  private static final int SWEEP_FROM = 64;

  private final Executor pool;
  private final Clock clock;
  private final Duration idle;
  private final int maxPending;
  private final Map<K, Lane<K>> lanes = new HashMap<>(); // guarded by lanes, and all that is in it
  private final Set<Ticket<K, ?>> open = new HashSet<>(); // guarded by lanes
  private final CompletionStage<Void> predecessor;
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private int running; // guarded by lanes
  private AmarulaException ended; // guarded by lanes

  /** Lanes that begin at once; see the other constructor. */
  public KeyedLanes(Executor pool, Clock clock, Duration idle, int maxPending) {
    this(pool, clock, idle, maxPending, CompletableFuture.completedFuture(null));
  }

  /**
   * Lanes on {@code pool}.
   *
   * @param idle an unused lane ends after this
   * @param maxPending operations that may wait or run on one key; more are refused
   * @param predecessor no operation begins before it has completed: what ended lanes had begun may
   *     still be writing
   */
  public KeyedLanes(
      Executor pool,
      Clock clock,
      Duration idle,
      int maxPending,
      CompletionStage<Void> predecessor) {
    this.pool = pool;
    this.clock = clock;
    this.idle = idle;
    this.maxPending = maxPending;
    this.predecessor = predecessor;
  }

  /** Runs {@code operation} after the earlier ones of {@code key}. */
  public <T> CompletionStage<T> run(K key, Supplier<CompletionStage<T>> operation) {
    return runAll(List.of(key), operation);
  }

  /** Runs {@code operation} after the earlier ones of all {@code keys}. */
  public <T> CompletionStage<T> runAll(Collection<K> keys, Supplier<CompletionStage<T>> operation) {
    Ticket<K, T> ticket = new Ticket<>(new LinkedHashSet<>(keys), operation);
    synchronized (lanes) {
      if (ended != null) {
        return CompletableFuture.failedFuture(ended);
      }
      if (isFull(ticket)) {
        return CompletableFuture.failedFuture(
            new OverloadedException(maxPending + " operations wait already; try again later."));
      }
      sweep();
      open.add(ticket);
      for (K key : ticket.keys) {
        Lane<K> lane = lanes.computeIfAbsent(key, k -> new Lane<>());
        lane.queue.add(ticket);
        lane.lastUsed = clock.millis();
        if (lane.queue.size() > 1) {
          ticket.waitsFor++;
        }
      }
      if (ticket.waitsFor > 0) {
        return ticket.result;
      }
      running++;
    }
    begin(ticket);
    return ticket.result;
  }

  /** Ends all lanes: whatever waits or runs fails at once with {@code reason}. Idempotent. */
  public void end(AmarulaException reason) {
    List<Ticket<K, ?>> failed;
    synchronized (lanes) {
      if (ended != null) {
        return;
      }
      ended = reason;
      failed = new ArrayList<>(open);
      open.clear();
      lanes.clear();
      if (running == 0) {
        quiet.complete(null);
      }
    }
    failed.forEach(ticket -> ticket.result.completeExceptionally(reason));
  }

  /** Completes when the lanes have ended and nothing that they had begun runs any more. */
  public CompletionStage<Void> quiet() {
    return quiet.minimalCompletionStage();
  }

  /** The keys that have a lane now. */
  public List<K> keys() {
    synchronized (lanes) {
      sweepIdle();
      return List.copyOf(lanes.keySet());
    }
  }

  /** How many operations wait or run. */
  public int pending() {
    synchronized (lanes) {
      return open.size();
    }
  }

  private void begin(Ticket<K, ?> ticket) {
    predecessor.whenComplete((none, failure) -> pool.execute(() -> ticket.run(() -> done(ticket))));
  }

  private void done(Ticket<K, ?> ticket) {
    List<Ticket<K, ?>> ready = new ArrayList<>();
    synchronized (lanes) {
      running--;
      if (ended != null && running == 0) {
        quiet.complete(null);
      }
      if (!open.remove(ticket)) {
        return;
      }
      for (K key : ticket.keys) {
        Lane<K> lane = lanes.get(key);
        lane.queue.remove();
        lane.lastUsed = clock.millis();
        Ticket<K, ?> next = lane.queue.peek();
        if (next != null && --next.waitsFor == 0) {
          running++;
          ready.add(next);
        }
      }
    }
    ready.forEach(this::begin);
  }

  private boolean isFull(Ticket<K, ?> ticket) {
    for (K key : ticket.keys) {
      Lane<K> lane = lanes.get(key);
      if (lane != null && lane.queue.size() >= maxPending) {
        return true;
      }
    }
    return false;
  }

  private void sweep() {
    if (lanes.size() >= SWEEP_FROM) {
      sweepIdle();
    }
  }

  private void sweepIdle() {
    long oldest = clock.millis() - idle.toMillis();
    lanes.values().removeIf(lane -> lane.queue.isEmpty() && lane.lastUsed < oldest);
  }

  private static final class Lane<K> {
    private final Deque<Ticket<K, ?>> queue = new ArrayDeque<>();
    private long lastUsed;
  }

  /** One operation; at the head of all its queues, it runs. */
  private static final class Ticket<K, T> {
    private final Set<K> keys;
    private final Supplier<CompletionStage<T>> operation;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private int waitsFor; // guarded by lanes

    Ticket(Set<K> keys, Supplier<CompletionStage<T>> operation) {
      this.keys = keys;
      this.operation = operation;
    }

    void run(Runnable whenDone) {
      CompletionStage<T> stage;
      try {
        stage = operation.get();
      } catch (Throwable e) { // the operation's failure, told to its caller like any other
        whenDone.run();
        result.completeExceptionally(e);
        return;
      }
      stage.whenComplete(
          (value, failure) -> {
            whenDone.run(); // first: whoever hangs on the result finds the lane free
            if (failure == null) {
              result.complete(value);
            } else {
              result.completeExceptionally(Failures.unwrap(failure));
            }
          });
    }
  }
}
