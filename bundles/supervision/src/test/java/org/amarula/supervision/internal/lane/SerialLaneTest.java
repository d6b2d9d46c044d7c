package org.amarula.supervision.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialLaneTest {
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final List<Throwable> crashes = new ArrayList<>();
  private final SerialLane lane = new SerialLane(pool::add, crashes::add);
  private final List<String> ran = new ArrayList<>();

  @Test
  void tasksRunInOrderOneAtATime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    SerialLane real = new SerialLane(threads, crashes::add);
    List<Integer> order = new ArrayList<>(); // unguarded on purpose: the lane is the guard
    CountDownLatch done = new CountDownLatch(10_000);

    for (int i = 0; i < 10_000; i++) {
      int number = i;
      real.execute(
          () -> {
            order.add(number);
            done.countDown();
          });
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    threads.shutdown();
    assertThat(order).hasSize(10_000).isSorted();
  }

  @Test
  void aThrowingTaskIsToldAndTheNextOneRuns() {
    lane.execute(
        () -> {
          throw new StackOverflowError();
        });
    lane.execute(() -> ran.add("next"));

    drain();

    assertThat(crashes).hasSize(1).first().isInstanceOf(StackOverflowError.class);
    assertThat(ran).containsExactly("next");
  }

  @Test
  void aPausedLaneKeepsItsTasksUntilItIsResumed() {
    lane.pause();
    lane.execute(() -> ran.add("kept"));
    drain();
    assertThat(ran).isEmpty();

    lane.resume();
    drain();

    assertThat(ran).containsExactly("kept");
  }

  @Test
  void aClosedLaneDropsWhatWaitsAndWhatComes() {
    lane.execute(() -> ran.add("waiting"));
    lane.close();
    lane.execute(() -> ran.add("late"));

    drain();

    assertThat(ran).isEmpty();
  }

  @Test
  void onlyTheRunningTaskIsOnTheLane() {
    lane.execute(() -> ran.add("inside " + lane.isCurrent()));

    drain();

    assertThat(ran).containsExactly("inside true");
    assertThat(lane.isCurrent()).isFalse();
  }

  private void drain() {
    Runnable turn = pool.poll();
    while (turn != null) {
      turn.run();
      turn = pool.poll();
    }
  }
}
