package org.amarula.supervision.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.CrashedException;
import org.amarula.api.StorageException;
import org.junit.jupiter.api.Test;

/** A lane that crashes takes down what is parked on it, and nothing else. */
class LaneCrashTest {
  private final List<String> crashes = new ArrayList<>();
  private final KeyedLanes<String> held = lanes(true);
  private final KeyedLanes<String> loose = lanes(false);
  private final CompletableFuture<String> running = new CompletableFuture<>();

  private KeyedLanes<String> lanes(boolean heldAfterCrash) {
    return new KeyedLanes<>(
        Runnable::run,
        Clock.systemUTC(),
        new LaneRules(
            "custodian",
            Duration.ofSeconds(30),
            1000,
            heldAfterCrash,
            Watch.NONE,
            LaneRules::isUnforeseen,
            (key, cause) -> crashes.add(key + " " + cause.getClass().getSimpleName())));
  }

  @Test
  void onlyThatKeysOperationsFail() {
    CompletionStage<String> first = held.run("a", () -> running);
    CompletionStage<String> parked = held.run("a", () -> done("never"));
    CompletableFuture<String> otherRunning = new CompletableFuture<>();
    CompletionStage<String> other = held.run("b", () -> otherRunning);

    assertThat(held.crash("a", new IllegalStateException())).isTrue();

    assertCrashed(first);
    assertCrashed(parked);
    otherRunning.complete("fine");
    assertThat(other.toCompletableFuture()).isCompletedWithValue("fine");
    assertThat(crashes).containsExactly("a IllegalStateException");
  }

  @Test
  void aHeldKeyIsFreeWhenWhatRanHasEnded() {
    held.run("a", () -> running);
    held.crash("a", new IllegalStateException());
    CompletionStage<String> next = held.run("a", () -> done("next"));
    assertThat(next.toCompletableFuture()).isNotDone();

    running.complete("late");

    assertThat(next.toCompletableFuture()).isCompletedWithValue("next");
  }

  @Test
  void aLooseKeyIsFreeAtOnce() {
    loose.run("a", () -> running);
    loose.crash("a", new IllegalStateException());

    CompletionStage<String> next = loose.run("a", () -> done("next"));

    assertThat(next.toCompletableFuture()).isCompletedWithValue("next");
    running.complete("late"); // of the dead lane: frees nothing of the living one
    CompletableFuture<String> again = new CompletableFuture<>();
    loose.run("a", () -> again);
    assertThat(loose.run("a", () -> done("")).toCompletableFuture()).isNotDone();
  }

  @Test
  void anUnforeseenFailureIsACrashAndItsCallerIsToldWhatItWas() {
    CompletionStage<String> guilty = held.run("a", () -> running);
    CompletionStage<String> parked = held.run("a", () -> done("never"));

    running.completeExceptionally(new NoClassDefFoundError("x"));

    assertThat(guilty.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(NoClassDefFoundError.class);
    assertCrashed(parked);
    assertThat(held.run("a", () -> done("alive")).toCompletableFuture())
        .isCompletedWithValue("alive");
    assertThat(held.pending()).isZero();
  }

  @Test
  void aTypedFailureIsNoCrash() {
    held.run("a", () -> running);
    CompletionStage<String> next = held.run("a", () -> done("next"));

    running.completeExceptionally(new StorageException("full"));

    assertThat(next.toCompletableFuture()).isCompletedWithValue("next");
    assertThat(crashes).isEmpty();
  }

  @Test
  void aJointOperationThatWaitedOnTheCrashedKeyLetsTheOthersPass() {
    held.run("a", () -> running);
    CompletionStage<String> joint = held.runAll(List.of("a", "b"), () -> done("joint"));
    CompletionStage<String> behind = held.run("b", () -> done("behind"));
    assertThat(behind.toCompletableFuture()).isNotDone();

    held.crash("a", new IllegalStateException());

    assertCrashed(joint);
    assertThat(behind.toCompletableFuture()).isCompletedWithValue("behind");
  }

  @Test
  void aLooseJointOperationThatRunsFreesAllItsKeysWhenOneOfThemCrashes() {
    CompletionStage<String> joint = loose.runAll(List.of("a", "b"), () -> running);
    CompletionStage<String> parked = loose.runAll(List.of("a", "b"), () -> done("never"));
    CompletionStage<String> behind = loose.run("b", () -> done("behind"));

    loose.crash("a", new IllegalStateException());

    assertCrashed(joint);
    assertCrashed(parked);
    assertThat(behind.toCompletableFuture()).isCompletedWithValue("behind");
    assertThat(loose.runAll(List.of("b", "a"), () -> done("next")).toCompletableFuture())
        .isCompletedWithValue("next");
    running.complete("late");
    assertThat(loose.pending()).isZero();
  }

  @Test
  void whatWasParkedNeverRunsAfterItsLaneCrashed() {
    List<Runnable> pool = new ArrayList<>();
    KeyedLanes<String> slow =
        new KeyedLanes<>(pool::add, Clock.systemUTC(), LaneRules.plain(Duration.ofSeconds(30), 10));
    List<String> ran = new ArrayList<>();
    slow.run("a", () -> done(String.valueOf(ran.add("ran"))));

    slow.crash("a", new IllegalStateException());
    pool.forEach(Runnable::run);

    assertThat(ran).isEmpty();
    assertThat(slow.crash("nobody", new IllegalStateException())).isFalse();
  }

  private static CompletionStage<String> done(String value) {
    return CompletableFuture.completedFuture(value);
  }

  private static void assertCrashed(CompletionStage<String> stage) {
    assertThat(stage.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(CrashedException.class);
  }
}
