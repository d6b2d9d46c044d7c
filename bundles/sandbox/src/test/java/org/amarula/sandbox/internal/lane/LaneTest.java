package org.amarula.sandbox.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneTest {
  private final Lane lane = new Lane("lane-under-test");
  private final List<String> done = new ArrayList<>(); // on the lane

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void whatATaskHandsOverRunsBeforeWhatOthersHandOver() {
    CompletableFuture<Void> others = new CompletableFuture<>();
    lane.execute(
        () -> {
          others.join(); // another thread's task waits already
          lane.execute(() -> follow("first", "its own"));
          lane.execute(() -> done.add("second"));
        });
    lane.execute(() -> done.add("another thread's"));
    others.complete(null);

    assertThat(lane.call(() -> List.copyOf(done)))
        .containsExactly("first", "second", "its own", "another thread's");
  }

  private void follow(String own, String next) {
    done.add(own);
    lane.execute(() -> done.add(next));
  }

  @Test
  void whoAsksIsAnsweredWhenAllIsDoneThatFollows() {
    List<String> seen = new ArrayList<>();
    lane.call(
        () -> {
          lane.execute(() -> lane.execute(() -> seen.add("follows")));
          return seen.add("asked");
        });
    assertThat(seen).containsExactly("asked", "follows");
  }

  @Test
  void aTaskThatFailsKeepsNothingBack() {
    assertThatThrownBy(() -> lane.call(this::failTwice))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(lane.call(() -> List.copyOf(done))).containsExactly("behind");
    assertThat(lane.failures()).isEqualTo(1);
  }

  private String failTwice() {
    lane.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    lane.execute(() -> done.add("behind"));
    throw new IllegalArgumentException("refused");
  }

  @Test
  void whatIsScheduledOnTheLaneRunsLater() throws Exception {
    CompletableFuture<String> late = new CompletableFuture<>();
    lane.execute(() -> lane.schedule(Duration.ofMillis(1), () -> late.complete("late")));
    assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("late");
  }
}
