package org.amarula.supervision.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.amarula.api.AmarulaException;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

class DynamicSupervisorTest {
  private final ManualTimer time = new ManualTimer();
  private final List<String> log = new ArrayList<>();
  private final DynamicSupervisor<String, Fake> supervisor =
      new DynamicSupervisor<>(
          time, Duration.ofSeconds(12), (key, child) -> log.add("overran " + key));

  @Test
  void aChildThatCrashesIsEndedAndNotStartedAgain() {
    Fake a = start("a");
    start("b");

    a.crash.accept(new IllegalStateException());
    a.stop.complete(null);

    assertThat(supervisor.child("a")).isEmpty();
    assertThat(supervisor.child("b")).isPresent();
    assertThat(log).containsExactly("start a", "start b", "stop a", "fence a");
  }

  @Test
  void allStopInParallelAndOneThatHangsIsFenced() {
    Fake a = start("a");
    Fake b = start("b");
    CompletionStage<Void> closed = supervisor.close();
    assertThat(log).contains("stop a", "stop b");
    b.stop.complete(null);
    assertThat(closed.toCompletableFuture()).isNotDone();

    time.advance(Duration.ofSeconds(12));

    assertThat(closed.toCompletableFuture()).isCompleted();
    assertThat(log).contains("overran a", "fence a").doesNotContain("overran b");
    assertThat(a.stop).isNotDone();
    assertThatThrownBy(() -> start("c")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStopDuringTheStartIsMadeWhenItIsOver() {
    List<CompletableFuture<Void>> closed = new ArrayList<>();
    Fake a =
        supervisor.start(
            "a",
            crash -> {
              closed.add(supervisor.close().toCompletableFuture());
              return new Fake("a", crash);
            });
    assertThat(log).containsExactly("start a", "stop a");
    assertThat(closed.get(0)).isNotDone();

    a.stop.complete(null);

    assertThat(closed.get(0)).isCompleted();
    assertThat(supervisor.children()).isEmpty();
  }

  @Test
  void aStartThatFailsEndsTheStopThatWaitsForIt() {
    List<CompletableFuture<Void>> closed = new ArrayList<>();
    assertThatThrownBy(
            () ->
                supervisor.start(
                    "a",
                    crash -> {
                      closed.add(supervisor.close().toCompletableFuture());
                      throw new IllegalArgumentException();
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(closed.get(0)).isCompleted();
  }

  @Test
  void aKeyIsTakenUntilItsChildIsGone() {
    Fake a = start("a");
    assertThatThrownBy(() -> start("a")).isInstanceOf(IllegalStateException.class);
    CompletionStage<Boolean> first = supervisor.stop("a");
    CompletionStage<Boolean> second = supervisor.stop("a");
    assertThatThrownBy(() -> start("a")).isInstanceOf(IllegalStateException.class);

    a.stop.complete(null);

    assertThat(first.toCompletableFuture()).isCompletedWithValue(true);
    assertThat(second.toCompletableFuture()).isCompletedWithValue(true);
    assertThat(supervisor.stop("a").toCompletableFuture()).isCompletedWithValue(false);
    start("a");
    assertThat(log).containsOnlyOnce("stop a");
  }

  @Test
  void aChildThatCannotStartLeavesItsKeyFree() {
    assertThatThrownBy(
            () ->
                supervisor.start(
                    "a",
                    crash -> {
                      throw new IllegalStateException("cannot be built");
                    }))
        .hasMessage("cannot be built");

    start("a");
    assertThat(supervisor.children()).hasSize(1);
  }

  private Fake start(String key) {
    return supervisor.start(key, crash -> new Fake(key, crash));
  }

  private final class Fake implements Child {
    private final String key;
    private final Consumer<Throwable> crash;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    Fake(String key, Consumer<Throwable> crash) {
      this.key = key;
      this.crash = crash;
    }

    @Override
    public Object service() {
      return this;
    }

    @Override
    public void start() {
      log.add("start " + key);
    }

    @Override
    public void fence(AmarulaException reason) {
      log.add("fence " + key);
    }

    @Override
    public CompletionStage<Void> stop() {
      log.add("stop " + key);
      return stop;
    }
  }
}
