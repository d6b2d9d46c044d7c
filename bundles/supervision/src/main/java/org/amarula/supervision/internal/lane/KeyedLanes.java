package org.amarula.supervision.internal.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
import org.amarula.api.CrashedException;
import org.amarula.api.OverloadedException;

/**
 * One asynchronous lane per key: an operation begins when all earlier ones of its keys have
 * completed. An operation on several keys is queued on all of them at once, so that operations
 * never wait for each other in a circle and no thread is held while one waits.
 *
 * <p>A lane exists from its first operation until it was idle for a while. It crashes when its
 * operation fails in a way that nobody foresaw (an {@code Error}, or an exception that is none of
 * ours): all that waits on it fails at once. Other lanes go on. Thread-safe.
 *
 * @param <K> the keys
 */
public final class KeyedLanes<K> {
  private static final int SWEEP_FROM = 64;

  private final Executor pool;
  private final Clock clock;
  private final LaneRules rules;
  private final Map<K, Lane<K>> lanes = new HashMap<>(); // guarded by lanes, and all that is in it
  private final Set<Ticket<K, ?>> open = new HashSet<>(); // guarded by lanes
  private final Set<Ticket<K, ?>> running = new HashSet<>(); // guarded by lanes
  private KeyedLanes<K> predecessor; // guarded by lanes; null when there is none any more
  private boolean halted; // guarded by lanes
  private AmarulaException ended; // guarded by lanes

  /** Lanes on {@code pool} that begin at once. */
  public KeyedLanes(Executor pool, Clock clock, LaneRules rules) {
    this(pool, clock, rules, null);
  }

  /** Lanes that begin at once and never crash. */
  public KeyedLanes(Executor pool, Clock clock, Duration idle, int maxPending) {
    this(pool, clock, LaneRules.plain(idle, maxPending), null);
  }

  private KeyedLanes(Executor pool, Clock clock, LaneRules rules, KeyedLanes<K> predecessor) {
    this.pool = pool;
    this.clock = clock;
    this.rules = rules;
    this.predecessor = predecessor;
  }

  /**
   * The lanes that follow these, which are halted. What these had begun on a key may still be
   * writing: on that key, the successor begins when it has ended.
   */
  public KeyedLanes<K> successor() {
    return new KeyedLanes<>(pool, clock, rules, this);
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
            new OverloadedException(
                rules.maxPending() + " operations wait already; try again later."));
      }
      sweep();
      open.add(ticket);
      for (K key : ticket.keys) {
        Lane<K> lane = lanes.computeIfAbsent(key, k -> new Lane<>(clock.instant()));
        lane.queue.add(ticket);
        lane.lastUsed = clock.millis();
        if (lane.queue.size() > 1) {
          ticket.waitsFor++;
        }
      }
      if (ticket.waitsFor > 0 || halted) {
        return ticket.result;
      }
      running.add(ticket);
    }
    begin(ticket);
    return ticket.result;
  }

  /**
   * Crashes one lane: whatever waits or runs on it fails at once. False when there is none.
   *
   * @param cause is told to the listener only
   */
  public boolean crash(K key, Throwable cause) {
    List<Ticket<K, ?>> failed;
    List<Ticket<K, ?>> ready = new ArrayList<>();
    synchronized (lanes) {
      Lane<K> lane = lanes.get(key);
      if (lane == null) {
        return false;
      }
      failed = new ArrayList<>(lane.queue);
      if (!rules.heldAfterCrash()) {
        lanes.remove(key); // what runs holds its other keys no longer either
      }
      for (Ticket<K, ?> ticket : failed) {
        open.remove(ticket);
        if (!rules.heldAfterCrash() || !running.contains(ticket)) {
          leave(ticket, ready);
        }
      }
      if (lane.queue.isEmpty()) {
        lanes.remove(key);
      }
    }
    rules.crashes().accept(key, cause);
    AmarulaException reason = new CrashedException(rules.name());
    for (Ticket<K, ?> ticket : failed) {
      ticket.interrupt();
      ticket.result.completeExceptionally(reason);
    }
    ready.forEach(this::begin);
    return true;
  }

  /** Begins nothing more: what waits, or comes, waits for the end of all lanes. Idempotent. */
  public void halt() {
    synchronized (lanes) {
      halted = true;
    }
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
    }
    failed.forEach(ticket -> ticket.result.completeExceptionally(reason));
  }

  /** The keys that have a lane now, with how much waits or runs there. */
  public Map<K, LaneStatus> status() {
    synchronized (lanes) {
      sweepIdle();
      Map<K, LaneStatus> all = new HashMap<>();
      lanes.forEach((key, lane) -> all.put(key, new LaneStatus(lane.since, lane.queue.size())));
      return all;
    }
  }

  /** The keys that have a lane now. */
  public List<K> keys() {
    return List.copyOf(status().keySet());
  }

  /** How many operations wait or run. */
  public int pending() {
    synchronized (lanes) {
      return open.size();
    }
  }

  private void begin(Ticket<K, ?> ticket) {
    quietBefore(ticket.keys)
        .thenRun(
            () ->
                pool.execute(
                    () ->
                        rules
                            .watch()
                            .run(stuck -> failedUnforeseen(ticket, stuck), () -> runNow(ticket))));
  }

  private <T> void runNow(Ticket<K, T> ticket) {
    ticket.run(rules.isCrash(), () -> done(ticket), cause -> failedUnforeseen(ticket, cause));
  }

  private void failedUnforeseen(Ticket<K, ?> ticket, Throwable cause) {
    for (K key : ticket.keys) {
      boolean own;
      synchronized (lanes) {
        Lane<K> lane = lanes.get(key);
        own = lane != null && lane.queue.peek() == ticket;
      }
      if (own) {
        crash(key, cause);
      }
    }
  }

  // What an ended generation had begun on these keys.
  private CompletionStage<Void> quietBefore(Set<K> keys) {
    KeyedLanes<K> before;
    synchronized (lanes) {
      before = predecessor;
    }
    if (before == null) {
      return CompletableFuture.completedFuture(null);
    }
    List<CompletableFuture<?>> waits = new ArrayList<>();
    if (before.collectRunning(keys, waits)) {
      synchronized (lanes) {
        predecessor = null;
      }
    }
    return CompletableFuture.allOf(waits.toArray(new CompletableFuture<?>[0]));
  }

  /** Adds the ends of what runs on these keys; true when nothing runs any more at all. */
  private boolean collectRunning(Set<K> keys, List<CompletableFuture<?>> waits) {
    KeyedLanes<K> before;
    boolean idle;
    synchronized (lanes) {
      for (Ticket<K, ?> ticket : running) {
        if (ticket.keys.stream().anyMatch(keys::contains)) {
          waits.add(ticket.ended());
        }
      }
      idle = running.isEmpty();
      before = predecessor;
    }
    return (before == null || before.collectRunning(keys, waits)) && idle;
  }

  private void done(Ticket<K, ?> ticket) {
    List<Ticket<K, ?>> ready = new ArrayList<>();
    CompletableFuture<Void> waited;
    synchronized (lanes) {
      running.remove(ticket);
      open.remove(ticket);
      waited = ticket.ended;
      leave(ticket, ready);
    }
    if (waited != null) {
      waited.complete(null);
    }
    ready.forEach(this::begin);
  }

  // Out of all its queues; who comes to the head of all of theirs is ready.
  private void leave(Ticket<K, ?> ticket, List<Ticket<K, ?>> ready) {
    for (K key : ticket.keys) {
      Lane<K> lane = lanes.get(key);
      if (lane == null) {
        continue;
      }
      boolean head = lane.queue.peek() == ticket;
      lane.queue.remove(ticket);
      lane.lastUsed = clock.millis();
      Ticket<K, ?> next = lane.queue.peek();
      if (head && next != null && --next.waitsFor == 0 && !halted) {
        running.add(next);
        ready.add(next);
      }
    }
  }

  private boolean isFull(Ticket<K, ?> ticket) {
    for (K key : ticket.keys) {
      Lane<K> lane = lanes.get(key);
      if (lane != null && lane.queue.size() >= rules.maxPending()) {
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
    long oldest = clock.millis() - rules.idle().toMillis();
    lanes.values().removeIf(lane -> lane.queue.isEmpty() && lane.lastUsed < oldest);
  }
}
