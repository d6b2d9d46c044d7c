package org.amarula.supervision.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FairPoolTest {
  private static final int PATIENCE_SECONDS = 30;

  private final Queue<Runnable> tickets = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private boolean noMemory;
  private long nanos;
  private final FairPool fair = new FairPool(this::sell, () -> nanos);
  private final Executor flood = fair.share();
  private final Executor neighbour = fair.share();

  @Test
  void aLateComerWaitsForOneTaskOfTheFlood() {
    post(flood, "flood", 1000);
    post(neighbour, "neighbour", 1);

    run(2);

    assertThat(ran).containsExactly("flood 0", "neighbour 0");
  }

  @Test
  void sharesTakeTurnsAndEachKeepsItsOrder() {
    Executor third = fair.share();
    post(flood, "a", 4);
    post(neighbour, "b", 2);
    post(third, "c", 3);

    run(9);

    assertThat(ran).containsExactly("a 0", "b 0", "c 0", "a 1", "b 1", "c 1", "a 2", "c 2", "a 3");
  }

  @Test
  void whoPostsWhileHeRunsGoesBehindTheOthers() {
    flood.execute(
        () -> {
          ran.add("first");
          post(flood, "again", 1);
        });
    post(neighbour, "neighbour", 2);

    run(4);

    assertThat(ran).containsExactly("first", "neighbour 0", "again 0", "neighbour 1");
  }

  @Test
  void whoseTasksTakeLongGetsFewerTurns() {
    for (int i = 0; i < 1000; i++) {
      flood.execute(() -> work("slow", 300_000));
      neighbour.execute(() -> work("quick", 100_000));
    }

    run(400);

    assertThat(ran.stream().filter("quick"::equals)).hasSizeBetween(298, 302);
  }

  @Test
  void whoComesAfterARestHasSavedUpWhatAMessageTakes() {
    for (int i = 0; i < 1000; i++) {
      flood.execute(() -> work("flood", 100_000));
    }
    run(500);
    ran.clear();
    for (int i = 0; i < 500; i++) {
      neighbour.execute(() -> work("neighbour", 100_000));
    }

    run(300);

    assertThat(ran.subList(0, 95)).containsOnly("neighbour");
    assertThat(ran.subList(105, 300).stream().filter("neighbour"::equals)).hasSizeBetween(95, 100);
  }

  @Test
  void theTasksOfOneMessageComeBeforeAFloodThoughEachIsPostedByTheOneBefore() {
    for (int i = 0; i < 1000; i++) {
      flood.execute(() -> work("flood", 100_000));
    }
    run(500);
    ran.clear();
    hop(20);

    run(20);

    assertThat(ran).hasSize(20).containsOnly("neighbour");
  }

  private void hop(int left) {
    if (left > 0) {
      neighbour.execute(
          () -> {
            work("neighbour", 200_000);
            hop(left - 1);
          });
    }
  }

  @Test
  void aTaskThatHungIsForgivenInTime() {
    flood.execute(() -> work("hung", 60_000_000_000L));
    run(1);
    post(flood, "after", 1);
    for (int i = 0; i < 2000; i++) {
      neighbour.execute(() -> work("neighbour", 100_000));
    }

    run(1200);

    assertThat(ran).contains("after 0");
  }

  @Test
  void aLaneWithMuchToDoGivesWayToOtherShares() {
    SerialLane busy = new SerialLane(flood, failure -> {});
    post(busy, "busy", 1000);
    post(neighbour, "neighbour", 1);

    run(2);

    assertThat(ran).contains("neighbour 0").doesNotContain("busy 100");
  }

  @Test
  void aTaskWithoutATicketIsTakenBack() {
    post(flood, "kept", 1);
    noMemory = true;
    assertThatThrownBy(() -> post(flood, "refused", 1)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> post(neighbour, "refused", 1)).isInstanceOf(OutOfMemoryError.class);
    noMemory = false;
    post(neighbour, "next", 1);

    run(2);

    assertThat(ran).containsExactly("kept 0", "next 0");
    assertThat(tickets).isEmpty();
  }

  @Test
  void aTicketOfATaskThatWasTakenBackDoesNothing() {
    FairPool soldButFailed =
        new FairPool(
            ticket -> {
              tickets.add(ticket);
              throw new OutOfMemoryError("planted");
            });
    Executor share = soldButFailed.share();

    assertThatThrownBy(() -> post(share, "refused", 1)).isInstanceOf(OutOfMemoryError.class);
    run(1);

    assertThat(ran).isEmpty();
  }

  @Test
  void aThrowingTaskTakesNoTurnOfAnother() {
    flood.execute(
        () -> {
          throw new IllegalStateException("planted");
        });
    post(neighbour, "neighbour", 1);

    assertThatThrownBy(() -> run(1)).hasMessage("planted");
    run(1);

    assertThat(ran).containsExactly("neighbour 0");
  }

  @Test
  void nothingIsLostWhenManyPostAtOnce() throws Exception {
    WatchedPool pool = new WatchedPool(3, 1, "fair-test-");
    FairPool real = new FairPool(pool);
    int shares = 20;
    int each = 2000;
    CountDownLatch done = new CountDownLatch(shares * each);
    List<Thread> posters = new ArrayList<>();
    for (int i = 0; i < shares; i++) {
      Executor share = real.share();
      Thread poster =
          new Thread(
              () -> {
                for (int n = 0; n < each; n++) {
                  share.execute(done::countDown);
                }
              });
      posters.add(poster);
      poster.start();
    }

    assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (Thread poster : posters) {
      poster.join();
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAbandonedThreadIsReplacedForAllShares() throws Exception {
    WatchedPool pool = new WatchedPool(1, 1, "fair-test-");
    FairPool real = new FairPool(pool);
    CompletableFuture<Thread> held = new CompletableFuture<>();
    CountDownLatch release = new CountDownLatch(1);
    Executor stuck = real.share();
    stuck.execute(
        () -> {
          held.complete(Thread.currentThread());
          awaitQuietly(release);
        });
    Thread holder = held.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    CountDownLatch others = new CountDownLatch(2);
    stuck.execute(others::countDown);
    real.share().execute(others::countDown);

    pool.abandon(holder);

    assertThat(others.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    release.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatWaitsAtTheShutdownStillRunsAndWhatComesLateHasNoEffect() throws Exception {
    WatchedPool pool = new WatchedPool(1, 0, "fair-test-");
    Executor share = new FairPool(pool).share();
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger count = new AtomicInteger();
    share.execute(() -> awaitQuietly(release));
    share.execute(count::incrementAndGet);
    pool.shutdown();
    share.execute(() -> count.addAndGet(100));

    release.countDown();

    assertThat(pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(count).hasValue(1);
  }

  private void sell(Runnable ticket) {
    if (noMemory) {
      throw new OutOfMemoryError("planted");
    }
    tickets.add(ticket);
  }

  private void post(Executor share, String name, int count) {
    for (int i = 0; i < count; i++) {
      String task = name + " " + i;
      share.execute(() -> ran.add(task));
    }
  }

  private void work(String name, long cost) {
    nanos += cost;
    ran.add(name);
  }

  private void run(int count) {
    for (int i = 0; i < count; i++) {
      tickets.remove().run();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
