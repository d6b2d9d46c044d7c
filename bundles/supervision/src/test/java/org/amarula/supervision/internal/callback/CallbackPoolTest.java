package org.amarula.supervision.internal.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ManualTimer time = new ManualTimer();
  private final CallbackPool pool =
      new CallbackPool(new CallbackSettings(2, LIMIT, 3), time, Runnable::run, time.clock());
  private final CountDownLatch release = new CountDownLatch(1);
  private final BlockingQueue<Hold> held = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> returned = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    release.countDown();
    pool.close();
  }

  /** A call that blocks until the test releases it. */
  private final class Blocking implements Callback {
    private final CompletableFuture<Thread> begun = new CompletableFuture<>();
    private volatile boolean interrupted;

    @Override
    public String name() {
      return "a listener";
    }

    @Override
    public void run() {
      begun.complete(Thread.currentThread());
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }

    @Override
    public void held(Hold hold) {
      held.add(hold);
    }

    @Override
    public void returned() {
      returned.add(Thread.currentThread().getName());
    }
  }

  private Blocking block() throws Exception {
    Blocking call = new Blocking();
    pool.execute(() -> pool.call(call));
    call.begun.get(20, TimeUnit.SECONDS);
    return call;
  }

  private void assertThatOthersRun() throws Exception {
    CompletableFuture<Void> other = new CompletableFuture<>();
    pool.execute(() -> other.complete(null));
    other.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aCallWithinItsLimitIsLeftAlone() throws Exception {
    block();
    time.advance(LIMIT.minusSeconds(2));

    assertThat(held).isEmpty();
    assertThat(pool.heldCount()).isZero();
  }

  @Test
  void heldThreadsAreReplacedAndNamed() throws Exception {
    List<Thread> blocked = new ArrayList<>();
    blocked.add(block().begun.get());
    blocked.add(block().begun.get());
    time.advance(LIMIT.plusSeconds(1));

    assertThat(pool.heldCount()).isEqualTo(2);
    assertThat(held)
        .extracting(hold -> hold.callback().thread())
        .containsExactlyInAnyOrderElementsOf(blocked.stream().map(Thread::getName).toList());
    assertThat(held).extracting(hold -> hold.callback().listener()).containsOnly("a listener");
    assertThatOthersRun();
  }

  @Test
  void threadsAreReplacedUpToABoundAndNothingBreaksBeyond() throws Exception {
    for (int i = 0; i < 5; i++) {
      block();
      time.advance(LIMIT.plusSeconds(1));
    }

    assertThat(pool.heldCount()).isEqualTo(5);
    assertThat(pool.threadCount()).isEqualTo(5);
    CompletableFuture<Void> waits = new CompletableFuture<>();
    pool.execute(() -> waits.complete(null));
    time.advance(LIMIT);
    assertThat(pool.threadCount()).isEqualTo(5);

    release.countDown();
    waits.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aCallThatReturnsIsToldAndItsThreadIsGivenBack() throws Exception {
    block();
    time.advance(LIMIT.plusSeconds(1));
    release.countDown();

    assertThat(returned.poll(20, TimeUnit.SECONDS)).startsWith("amarula-callback-");
    assertThat(pool.heldCount()).isZero();
    for (int i = 0; i < 20; i++) {
      assertThatOthersRun();
    }
    assertThat(pool.threadCount()).isLessThanOrEqualTo(2);
  }

  @Test
  void aCallInsideAnotherIsMeasuredByItself() throws Exception {
    CompletableFuture<Void> inner = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    pool.execute(
        () -> {
          for (int i = 0; i < 3; i++) {
            pool.call(new Short(time, LIMIT.minusSeconds(2)));
          }
          begun.complete(null);
          inner.join();
        });
    begun.get(20, TimeUnit.SECONDS);

    assertThat(pool.heldCount()).isZero();
    inner.complete(null);
  }

  /** A call that takes a while of manual time. */
  private record Short(ManualTimer time, Duration span) implements Callback {
    @Override
    public String name() {
      return "a slow listener";
    }

    @Override
    public void run() {
      time.advance(span);
    }
  }

  @Test
  void aStallOfAllThreadsIsRelievedWithinSeconds() throws Exception {
    block();
    block();
    CompletableFuture<Void> waits = new CompletableFuture<>();
    pool.execute(() -> waits.complete(null));
    time.advance(Duration.ofSeconds(3));

    waits.get(20, TimeUnit.SECONDS);
    assertThat(pool.heldCount()).isZero();
  }

  @Test
  void afterAPauseOfTheWholeProcessTheWatchLooksAgainFirst() throws Exception {
    block();
    time.jump(Duration.ofMinutes(10));

    assertThat(held).isEmpty();
  }

  @Test
  void theEndInterruptsWhatIsHeld() throws Exception {
    Blocking call = block();
    time.advance(LIMIT.plusSeconds(1));

    pool.close();

    assertThat(returned.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(call.interrupted).isTrue();
  }

  @Test
  void whatACallThrowsEndsNoThread() throws Exception {
    pool.execute(
        () -> {
          throw new StackOverflowError();
        });
    assertThatOthersRun();
  }

  @Test
  void aHeldResultDoesNotHoldUpTheResultsAfterIt() throws Exception {
    ResultLane lane = new ResultLane(pool, Profile.of("alice"));
    CompletableFuture<Void> begun = new CompletableFuture<>();
    lane.execute(
        () -> {
          begun.complete(null);
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    begun.get(20, TimeUnit.SECONDS);
    List<Integer> order = new ArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      lane.execute(() -> order.add(number));
    }
    lane.execute(() -> last.complete(null));
    assertThat(last).isNotDone();

    time.advance(LIMIT.plusSeconds(1));

    last.get(20, TimeUnit.SECONDS);
    assertThat(order).hasSize(200).isSorted();
  }
}
