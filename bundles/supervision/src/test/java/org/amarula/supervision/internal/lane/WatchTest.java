package org.amarula.supervision.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only a task that really runs for too long is stuck, and its thread is replaced. */
class WatchTest {
  private final ManualTimer time = new ManualTimer();
  private final WatchedPool pool = new WatchedPool(1, 2, "watched-");
  private final Watch watch =
      new Watch(time.clock(), Duration.ofSeconds(1), Duration.ofSeconds(3), pool::abandon);
  private final LinkedBlockingQueue<Throwable> crashes = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void aTaskOverItsBudgetIsStuckOnceAndItsThreadIsReplaced() throws Exception {
    SerialLane lane = new SerialLane(pool, watch, crashes::add);
    SerialLane other = new SerialLane(pool, watch, crashes::add);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch held = hold(lane, release);
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    CountDownLatch moved = new CountDownLatch(1);
    other.execute(moved::countDown); // waits: the only thread is held

    look(2);
    assertThat(crashes).isEmpty();
    look(3);

    assertThat(crashes.poll(10, TimeUnit.SECONDS)).isInstanceOf(StuckException.class);
    assertThat(crashes).isEmpty();
    assertThat(moved.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.abandoned()).containsExactly("watched-1");
    release.countDown();
    CountDownLatch back = new CountDownLatch(1);
    lane.execute(back::countDown);
    assertThat(back.await(10, TimeUnit.SECONDS)).isTrue();
    awaitNoneAbandoned();
    assertThat(pool.getCorePoolSize()).isEqualTo(1);
  }

  @Test
  void timeInAQueueNeverCounts() throws Exception {
    SerialLane lane = new SerialLane(pool, watch, crashes::add);
    lane.pause();
    lane.execute(() -> {});

    look(10);
    lane.resume();
    CountDownLatch ran = new CountDownLatch(1);
    lane.execute(ran::countDown);

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(crashes).isEmpty();
  }

  @Test
  void aLookThatComesLateIsSkipped() throws Exception {
    SerialLane lane = new SerialLane(pool, watch, crashes::add);
    CountDownLatch release = new CountDownLatch(1);
    assertThat(hold(lane, release).await(10, TimeUnit.SECONDS)).isTrue();
    look(2);

    for (int i = 0; i < 10; i++) {
      time.advance(Duration.ofMinutes(1)); // the process was paused: the task is not to blame
      watch.look();
    }

    assertThat(crashes).isEmpty();
    release.countDown();
  }

  @Test
  void anInterruptionNeverReachesTheNextTask() throws Exception {
    List<Boolean> interrupted = new ArrayList<>();
    SerialLane lane = new SerialLane(pool, watch, crashes::add);
    CountDownLatch done = new CountDownLatch(1);
    lane.execute(() -> Thread.currentThread().interrupt());
    lane.execute(
        () -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          done.countDown();
        });

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).containsExactly(false);
  }

  private static CountDownLatch hold(SerialLane lane, CountDownLatch release) {
    CountDownLatch held = new CountDownLatch(1);
    lane.execute(
        () -> {
          held.countDown();
          boolean free = false;
          while (!free) {
            try {
              free = release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              free = false; // the worst kind of task: it does not listen
            }
          }
        });
    return held;
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      time.advance(Duration.ofSeconds(1));
      watch.look();
    }
  }

  // The pool takes note when the lane has given its thread back, which is after its last task.
  private void awaitNoneAbandoned() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!pool.abandoned().isEmpty()) {
      assertThat(System.nanoTime()).as("the thread comes back").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
