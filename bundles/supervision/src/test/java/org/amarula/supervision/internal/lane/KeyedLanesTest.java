package org.amarula.supervision.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.amarula.api.CrashedException;
import org.amarula.api.OverloadedException;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

class KeyedLanesTest {
  private final KeyedLanes<String> lanes = lanes(Clock.systemUTC(), 1000);

  private static KeyedLanes<String> lanes(Clock clock, int maxPending) {
    return new KeyedLanes<>(Runnable::run, clock, Duration.ofSeconds(30), maxPending);
  }

  @Test
  void theNextOperationOfAKeyWaitsForTheStageOfTheOneBefore() {
    CompletableFuture<String> first = new CompletableFuture<>();
    List<String> begun = new ArrayList<>();

    lanes.run("a", () -> begun(begun, "first", first));
    lanes.run("a", () -> begun(begun, "second", CompletableFuture.completedFuture("")));
    lanes.run("b", () -> begun(begun, "other", CompletableFuture.completedFuture("")));

    assertThat(begun).containsExactly("first", "other");
    first.complete("");
    assertThat(begun).containsExactly("first", "other", "second");
  }

  @Test
  void aFailedOperationFailsItsOwnCallerOnly() {
    CompletionStage<String> failed =
        lanes.run(
            "a",
            () -> {
              throw new IllegalStateException("bug");
            });
    CompletionStage<String> next = lanes.run("a", () -> CompletableFuture.completedFuture("ok"));

    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
    assertThat(next.toCompletableFuture()).isCompletedWithValue("ok");
  }

  @Test
  void endingFailsWhatWaitsAndWhatRunsAtOnce() {
    CompletionStage<String> runs = lanes.run("a", CompletableFuture::new);
    CompletionStage<String> waits = lanes.run("a", CompletableFuture::new);

    lanes.end(new CrashedException("sender-supervisor"));

    CompletionStage<String> late = lanes.run("a", CompletableFuture::new);
    for (CompletionStage<String> stage : List.of(runs, waits, late)) {
      assertThat(stage.toCompletableFuture())
          .isCompletedExceptionally()
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(CrashedException.class);
    }
    assertThat(lanes.pending()).isZero();
  }

  @Test
  void aFullKeyRefusesAndOthersGoOn() {
    KeyedLanes<String> small = lanes(Clock.systemUTC(), 2);
    small.run("a", CompletableFuture::new);
    small.run("a", CompletableFuture::new);

    CompletionStage<String> refused = small.run("a", CompletableFuture::new);
    CompletionStage<String> other = small.run("b", () -> CompletableFuture.completedFuture("fine"));

    assertThat(refused.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(OverloadedException.class);
    assertThat(other.toCompletableFuture()).isCompletedWithValue("fine");
  }

  @Test
  void anIdleLaneEnds() {
    ManualTimer time = new ManualTimer();
    KeyedLanes<String> timed = lanes(time.clock(), 10);
    timed.run("a", () -> CompletableFuture.completedFuture(""));
    assertThat(timed.keys()).containsExactly("a");

    time.advance(Duration.ofSeconds(31));

    assertThat(timed.keys()).isEmpty();
  }

  @Test
  void successorsBeginWhenWhatTheEndedLanesHadBegunHasEnded() {
    CompletableFuture<String> writing = new CompletableFuture<>();
    lanes.run("a", () -> writing);
    lanes.run("a", () -> begun(new ArrayList<>(), "never", new CompletableFuture<>()));
    lanes.end(new CrashedException("custodian-supervisor"));
    KeyedLanes<String> successors = lanes.successor();
    KeyedLanes<String> third = successors.successor();
    List<String> begun = new ArrayList<>();

    third.run("a", () -> begun(begun, "next", CompletableFuture.completedFuture("")));
    third.run("b", () -> begun(begun, "other", CompletableFuture.completedFuture("")));
    assertThat(begun).containsExactly("other");
    writing.complete("");

    assertThat(begun).containsExactly("other", "next");
  }

  @Test
  void whatIsParkedOnHaltedLanesBeginsNeitherBesideTheSuccessorsNorAtAll() {
    CompletableFuture<String> writing = new CompletableFuture<>();
    List<String> begun = new ArrayList<>();
    lanes.run("a", () -> writing);
    CompletionStage<String> parked =
        lanes.run("a", () -> begun(begun, "parked", new CompletableFuture<>()));
    lanes.halt();
    CompletionStage<String> late =
        lanes.run("b", () -> begun(begun, "late", new CompletableFuture<>()));
    KeyedLanes<String> successors = lanes.successor();
    successors.run("a", () -> begun(begun, "next", CompletableFuture.completedFuture("")));
    assertThat(begun).isEmpty();

    writing.complete("");

    assertThat(begun).containsExactly("next");
    assertThat(parked.toCompletableFuture()).isNotDone();
    lanes.end(new CrashedException("custodian-supervisor"));
    assertThat(parked.toCompletableFuture()).isCompletedExceptionally();
    assertThat(late.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void jointOperationsNeitherOverlapNorLockEachOtherOut() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    KeyedLanes<Integer> joint =
        new KeyedLanes<>(threads, Clock.systemUTC(), Duration.ofSeconds(30), 100_000);
    Set<Integer> held = new HashSet<>(); // guarded by held
    Map<String, Integer> overlaps = new HashMap<>(); // guarded by held
    List<CompletableFuture<Integer>> all = new ArrayList<>();

    for (int i = 0; i < 5_000; i++) {
      Set<Integer> keys = new HashSet<>();
      for (int k = random.nextInt(3); k >= 0; k--) {
        keys.add(random.nextInt(6));
      }
      all.add(
          joint
              .runAll(
                  keys,
                  () -> {
                    take(held, overlaps, keys);
                    return CompletableFuture.supplyAsync(() -> give(held, keys), threads);
                  })
              .toCompletableFuture());
    }

    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
    threads.shutdown();
    assertThat(overlaps).as("seed %d", seed).isEmpty();
  }

  private static void take(Set<Integer> held, Map<String, Integer> overlaps, Set<Integer> keys) {
    synchronized (held) {
      keys.stream()
          .filter(key -> !held.add(key))
          .forEach(key -> overlaps.merge("key " + key, 1, Integer::sum));
    }
  }

  private static int give(Set<Integer> held, Set<Integer> keys) {
    synchronized (held) {
      held.removeAll(keys);
      return keys.size();
    }
  }

  private static CompletionStage<String> begun(
      List<String> begun, String name, CompletionStage<String> stage) {
    begun.add(name);
    return stage;
  }
}
