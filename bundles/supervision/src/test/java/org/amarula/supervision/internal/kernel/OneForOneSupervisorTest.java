package org.amarula.supervision.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.amarula.api.AmarulaException;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;
import org.amarula.supervision.internal.ManualTimer;
import org.amarula.supervision.internal.lane.SerialLane;
import org.junit.jupiter.api.Test;

class OneForOneSupervisorTest {
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final ManualTimer time = new ManualTimer();
  private final List<String> log = new ArrayList<>();
  private final OneForOneSupervisor supervisor =
      new OneForOneSupervisor(
          List.of(spec(Role.REGISTRY), spec(Role.TABLE_OWNER), spec(Role.CONNECTION)),
          new RestartIntensity(3, Duration.ofSeconds(5)),
          new SerialLane(pool::add, failure -> log.add("supervisor failed " + failure)),
          time,
          time.clock(),
          new Watcher());
  private boolean hangs;
  private boolean failsToBuild;
  private int failsToStart;
  private Runnable whileStarting = () -> {}; // once, in the start of the first child
  private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

  @Test
  void childrenStartInOrderAndStopInReverse() {
    supervisor.start();
    CompletionStage<Void> stopped = supervisor.stop();
    drain();

    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(log)
        .containsExactly(
            "built registry",
            "built table-owner",
            "built connection",
            "start registry",
            "start table-owner",
            "start connection",
            "stop connection",
            "revoke connection",
            "fence connection",
            "gone connection",
            "stop table-owner",
            "revoke table-owner",
            "fence table-owner",
            "gone table-owner",
            "stop registry",
            "revoke registry",
            "fence registry",
            "gone registry");
  }

  @Test
  void aCrashRebuildsThatChildAndLeavesItsSiblings() {
    supervisor.start();
    Child table = supervisor.child(Role.TABLE_OWNER).orElseThrow();
    Child connection = supervisor.child(Role.CONNECTION).orElseThrow();
    log.clear();

    ((Fake) connection).crash.accept(new IllegalStateException());
    drain();

    assertThat(log)
        .containsExactly(
            "revoke connection",
            "replaced connection",
            "revoke connection",
            "fence connection",
            "start connection");
    assertThat(supervisor.child(Role.TABLE_OWNER)).containsSame(table);
    assertThat(supervisor.child(Role.CONNECTION).orElseThrow()).isNotSameAs(connection);
    ChildStatus status = supervisor.children().get(2);
    assertThat(status.restarts()).isEqualTo(1);
    assertThat(status.history()).singleElement().asString().contains("IllegalStateException");
  }

  @Test
  void aLateWordOfADeadChildIsIgnored() {
    supervisor.start();
    Fake dead = (Fake) supervisor.child(Role.CONNECTION).orElseThrow();
    dead.crash.accept(new IllegalStateException());
    dead.crash.accept(new IllegalStateException());
    drain();

    assertThat(supervisor.children().get(2).restarts()).isEqualTo(1);
  }

  @Test
  void moreCrashesThanAllowedAreTheEnd() {
    supervisor.start();
    for (int i = 0; i < 4; i++) {
      supervisor.crash(Role.CONNECTION, new IllegalStateException());
      drain();
    }

    supervisor.crash(Role.TABLE_OWNER, new IllegalStateException());
    drain();

    assertThat(log).endsWith("revoke connection", "fence connection", "exhausted");
    assertThat(log).containsOnlyOnce("exhausted");
  }

  @Test
  void crashesFarApartAreForgiven() {
    supervisor.start();
    for (int i = 0; i < 20; i++) {
      supervisor.crash(Role.CONNECTION, new IllegalStateException());
      drain();
      time.advance(Duration.ofSeconds(2));
    }

    assertThat(log).doesNotContain("exhausted");
  }

  @Test
  void aChildThatCannotBeBuiltCountsAsCrashedAgain() {
    supervisor.start();
    failsToBuild = true;

    supervisor.crash(Role.CONNECTION, new IllegalStateException());
    drain();

    assertThat(log).contains("exhausted");
  }

  @Test
  void aChildThatNeverFinishesItsStopIsFencedAfterItsBudget() {
    hangs = true;
    supervisor.start();
    CompletionStage<Void> stopped = supervisor.stop();
    drain();
    assertThat(stopped.toCompletableFuture()).isNotDone();

    for (int i = 0; i < 3; i++) {
      time.advance(Duration.ofSeconds(5));
      drain();
    }

    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(log).contains("fence connection", "fence registry");
  }

  @Test
  void theOverrunIsReportedAndKeptInTheHistory() {
    hangs = true;
    supervisor.start();
    supervisor.stop();
    drain();

    time.advance(Duration.ofSeconds(5));
    drain();

    assertThat(log).contains("overran connection: its stop");
    assertThat(supervisor.children().get(2).history())
        .singleElement()
        .asString()
        .contains("its stop took too long");
  }

  @Test
  void aStrangerWhoHoldsUpTheRegistrationDoesNotHoldUpTheChild() {
    supervisor.start();
    told = new CompletableFuture<>();
    supervisor.crash(Role.CONNECTION, new IllegalStateException());
    drain();
    assertThat(log).doesNotContain("fence connection");

    time.advance(Duration.ofSeconds(2));
    drain();

    assertThat(log)
        .endsWith("revoke connection", "fence connection", "start connection")
        .contains("overran connection: its registration");
  }

  @Test
  void aStopWaitsForTheReplacementThatIsOnItsWay() {
    supervisor.start();
    told = new CompletableFuture<>();
    supervisor.crash(Role.TABLE_OWNER, new IllegalStateException());
    drain();
    CompletionStage<Void> stopped = supervisor.stop();
    drain();
    assertThat(stopped.toCompletableFuture()).isNotDone();
    log.clear();

    told.complete(null);
    told = CompletableFuture.completedFuture(null);
    drain();

    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(log).startsWith("revoke table-owner", "fence table-owner", "stop connection");
    assertThat(log).doesNotContain("start table-owner");
  }

  @Test
  void aChildThatThrowsInItsStartHasCrashed() {
    failsToStart = 1;
    supervisor.start();
    drain();

    assertThat(supervisor.children().get(0).restarts()).isEqualTo(1);
    assertThat(supervisor.children().get(0).state()).isEqualTo("running");
  }

  @Test
  void aChildThatIsCrashedWhileTheTreeStartsIsBegunOnceAndItsSuccessorOnce() {
    OneForOneSupervisor eager =
        new OneForOneSupervisor(
            List.of(spec(Role.REGISTRY), spec(Role.CONNECTION)),
            CrashLimit.NONE,
            new SerialLane(Runnable::run, failure -> log.add("supervisor failed " + failure)),
            time,
            time.clock(),
            new Watcher());
    whileStarting = () -> eager.crash(Role.CONNECTION, new IllegalStateException());

    eager.start();

    assertThat(log)
        .containsExactly(
            "built registry",
            "built connection",
            "start registry",
            "start connection",
            "revoke connection",
            "replaced connection",
            "revoke connection",
            "fence connection",
            "start connection");
    assertThat(eager.children().get(1).state()).isEqualTo("running");
  }

  @Test
  void aTreeThatCannotBeBuiltLeavesNothing() {
    failsToBuild = true;

    assertThatThrownBy(supervisor::start).isInstanceOf(IllegalStateException.class);

    drain();
    assertThat(log).isEmpty();
  }

  @Test
  void aChildsOwnLimitEndsTheTreeToo() {
    OneForOneSupervisor strict =
        new OneForOneSupervisor(
            List.of(spec(Role.REGISTRY).limitedBy(now -> false)),
            CrashLimit.NONE,
            new SerialLane(pool::add, failure -> log.add("supervisor failed " + failure)),
            time,
            time.clock(),
            new Watcher());
    strict.start();

    strict.crash(Role.REGISTRY, new IllegalStateException());
    drain();

    assertThat(log).contains("exhausted");
  }

  @Test
  void anUnknownRoleCannotBeCrashed() {
    supervisor.start();

    assertThatThrownBy(() -> supervisor.crash(Role.SUPERVISOR, new IllegalStateException()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ChildSpec spec(Role role) {
    return ChildSpec.of(role, crash -> build(role, crash));
  }

  private Child build(Role role, Consumer<Throwable> crash) {
    if (failsToBuild) {
      throw new IllegalStateException("cannot be built");
    }
    return new Fake(role, crash);
  }

  private void drain() {
    Runnable turn = pool.poll();
    while (turn != null) {
      turn.run();
      turn = pool.poll();
    }
  }

  private final class Fake implements Child {
    private final Role role;
    private final Consumer<Throwable> crash;

    Fake(Role role, Consumer<Throwable> crash) {
      this.role = role;
      this.crash = crash;
    }

    @Override
    public Object service() {
      return this;
    }

    @Override
    public void start() {
      if (failsToStart-- > 0) {
        throw new IllegalStateException("cannot start");
      }
      log.add("start " + role.text());
      Runnable once = whileStarting;
      whileStarting = () -> {};
      once.run();
    }

    @Override
    public void revoke() {
      log.add("revoke " + role.text());
    }

    @Override
    public void fence(AmarulaException reason) {
      log.add("fence " + role.text());
    }

    @Override
    public CompletionStage<Void> stop() {
      log.add("stop " + role.text());
      return hangs ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
    }
  }

  private final class Watcher implements SupervisorListener {
    @Override
    public void built(Role role, Child child) {
      log.add("built " + role.text());
    }

    @Override
    public CompletionStage<Void> replaced(Role role, Child dead, Child successor, String cause) {
      log.add("replaced " + role.text());
      return told;
    }

    @Override
    public CompletionStage<Void> gone(Role role, Child child) {
      log.add("gone " + role.text());
      return told;
    }

    @Override
    public void overran(Role role, String what) {
      log.add("overran " + role.text() + ": " + what);
    }

    @Override
    public void exhausted() {
      log.add("exhausted");
    }
  }
}
