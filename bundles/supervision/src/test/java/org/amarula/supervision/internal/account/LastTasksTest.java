package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.amarula.supervision.internal.ManualTimer;
import org.amarula.supervision.internal.lane.SerialLane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastTasksTest {
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final List<Throwable> crashes = new ArrayList<>();
  private final ManualTimer timer = new ManualTimer();
  private final SerialLane lane = new SerialLane(pool::add, crashes::add);
  private final LastTasks tasks = new LastTasks(lane, pool::add, timer);
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    assertThat(timer.waits()).isEmpty();
    assertThat(crashes).isEmpty();
  }

  @Test
  void theRestWaitsForTheLastTaskAndRunsOneByOne() {
    tasks.execute(
        () -> {
          lane.close();
          tasks.execute(() -> nested("first"));
          tasks.execute(() -> nested("second"));
          drain(); // as other threads of the pool would
          ran.add("last");
        });
    lane.execute(() -> ran.add("never"));

    drain();

    assertThat(ran).containsExactly("last", "first", "first over", "second", "second over");
  }

  @Test
  void theRestOfALaneWithoutWorkRunsAtOnce() {
    lane.close();

    tasks.execute(() -> ran.add("rest"));
    drain();

    assertThat(ran).containsExactly("rest");
  }

  @Test
  void aTaskThatHangsHoldsUpTheRestForAMomentOnly() {
    tasks.execute(
        () -> {
          lane.close();
          tasks.execute(() -> ran.add("socket closed"));
          timer.advance(Duration.ofMillis(499));
          drain();
          ran.add("still waiting");
          timer.advance(Duration.ofMillis(1));
          drain();
          ran.add("awake");
        });

    drain();

    assertThat(ran).containsExactly("still waiting", "socket closed", "awake");
  }

  @Test
  void oneThatFailsDoesNotHoldUpTheOthers() {
    lane.close();
    tasks.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    tasks.execute(() -> ran.add("next"));

    drain();

    assertThat(ran).containsExactly("next");
  }

  private void nested(String name) {
    ran.add(name);
    drain();
    ran.add(name + " over");
  }

  private void drain() {
    for (Runnable next = pool.poll(); next != null; next = pool.poll()) {
      next.run();
    }
  }
}
