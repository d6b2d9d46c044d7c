package org.amarula.supervision.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.amarula.api.AmarulaException;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;
import org.amarula.supervision.internal.ManualTimer;
import org.amarula.supervision.internal.lane.SerialLane;
import org.junit.jupiter.api.Test;

/**
 * Random crashes, stops, starts, slow registrations and moves of the clock, against a model that is
 * too simple to be wrong: which generation of each role lives, and how many crashes are remembered.
 * {@code -Dkernel.seed} repeats a run, {@code -Dkernel.steps} lengthens it.
 */
class KernelModelTest {
  private static final Role[] ROLES = {
    Role.REGISTRY, Role.TABLE_OWNER, Role.CONNECTION, Role.SENDER_SUPERVISOR
  };
  private static final int MAX = 3;
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final long seed = Long.getLong("kernel.seed", System.nanoTime());
  private final int steps = Integer.getInteger("kernel.steps", 20_000);
  private final Random random = new Random(seed);
  private final ManualTimer time = new ManualTimer();

  @Test
  void theKernelDoesWhatTheModelSays() {
    System.out.println("kernel model: seed " + seed);
    int done = 0;
    int trees = 0;
    int crashes = 0;
    int exhausted = 0;
    while (done < steps) {
      Run run = new Run();
      run.supervisor.start();
      while (done < steps && !run.over()) {
        run.step();
        done++;
      }
      run.finish();
      trees++;
      crashes += run.crashes;
      exhausted += run.model.exhausted ? 1 : 0;
    }
    System.out.printf(
        "kernel model: %d steps, %d trees, %d crashes, %d gave up%n",
        done, trees, crashes, exhausted);
    assertThat(crashes).isGreaterThan(1000);
    assertThat(exhausted).isGreaterThan(10);
  }

  /** The semantics in a few lines: one thing after the other, nothing takes time. */
  private static final class Model {
    final Map<Role, Integer> generation = new EnumMap<>(Role.class);
    final Map<Role, Integer> restarts = new EnumMap<>(Role.class);
    final Deque<Instant> remembered = new ArrayDeque<>();
    boolean exhausted;
    boolean stopped;

    Model() {
      for (Role role : ROLES) {
        generation.put(role, 1);
        restarts.put(role, 0);
      }
    }

    void crash(Role role, int of, Instant now) {
      if (stopped || exhausted || generation.get(role) != of) {
        return;
      }
      restarts.merge(role, 1, Integer::sum);
      remembered.add(now);
      remembered.removeIf(at -> at.isBefore(now.minus(WITHIN)));
      if (remembered.size() > MAX) {
        exhausted = true;
      } else {
        generation.merge(role, 1, Integer::sum);
      }
    }
  }

  /** One tree beside its model. */
  private final class Run implements SupervisorListener {
    final Model model = new Model();
    final Queue<Runnable> pool = new ArrayDeque<>();
    final Queue<Runnable> posted = new ArrayDeque<>(); // what the model has yet to do
    final List<CompletableFuture<Void>> slow = new ArrayList<>();
    final Map<Role, List<Fake>> built = new EnumMap<>(Role.class);
    final OneForOneSupervisor supervisor =
        new OneForOneSupervisor(
            specs(),
            new RestartIntensity(MAX, WITHIN),
            new SerialLane(
                pool::add,
                failure -> {
                  throw new AssertionError("seed " + seed, failure);
                }),
            time,
            time.clock(),
            this);
    CompletionStage<Void> stop;
    boolean gaveUp;
    boolean startedTooEarly;
    int crashes;

    List<ChildSpec> specs() {
      List<ChildSpec> specs = new ArrayList<>();
      for (Role role : ROLES) {
        built.put(role, new ArrayList<>());
        specs.add(ChildSpec.of(role, crash -> new Fake(this, role, crash)));
      }
      return specs;
    }

    boolean over() {
      return stop != null || gaveUp;
    }

    void step() {
      Role role = ROLES[random.nextInt(ROLES.length)];
      switch (random.nextInt(12)) {
        case 0, 1 -> crashNow(role);
        case 2 -> lateWord(role);
        case 3, 4, 5 -> time.advance(Duration.ofMillis(random.nextInt(2500)));
        case 6 -> release();
        case 7 -> {
          if (random.nextInt(20) == 0) {
            stop = supervisor.stop();
            posted.add(() -> model.stopped = true);
          }
        }
        default -> drain();
      }
    }

    // By the living child itself, or by hand: whoever lives when the word is said.
    private void crashNow(Role role) {
      List<Fake> all = built.get(role);
      Fake living = all.get(all.size() - 1);
      crashes++;
      if (random.nextBoolean()) {
        living.crash.accept(new IllegalStateException());
      } else {
        supervisor.crash(role, new IllegalStateException());
      }
      int generation = all.size();
      posted.add(() -> model.crash(role, generation, time.clock().instant()));
    }

    private void lateWord(Role role) {
      List<Fake> all = built.get(role);
      int generation = 1 + random.nextInt(all.size());
      all.get(generation - 1).crash.accept(new IllegalStateException());
      posted.add(() -> model.crash(role, generation, time.clock().instant()));
    }

    private void release() {
      if (!slow.isEmpty()) {
        slow.remove(random.nextInt(slow.size())).complete(null);
      }
    }

    private void drain() {
      Runnable turn = pool.poll();
      while (turn != null) {
        turn.run();
        turn = pool.poll();
      }
      posted.forEach(Runnable::run);
      posted.clear();
      check();
    }

    private void check() {
      assertThat(startedTooEarly).as("beside a dead one, seed %d", seed).isFalse();
      for (Role role : ROLES) {
        List<Fake> all = built.get(role);
        assertThat(all).as("generations of %s, seed %d", role, seed).hasSize(generation(role));
        long alive = all.stream().filter(fake -> fake.started && !fake.fenced).count();
        assertThat(alive).as("living %s, seed %d", role, seed).isLessThanOrEqualTo(1);
      }
      for (ChildStatus status : supervisor.children()) {
        assertThat(status.restarts())
            .as("restarts of %s, seed %d", status.role(), seed)
            .isEqualTo(model.restarts.get(status.role()));
      }
      assertThat(gaveUp).as("gave up, seed %d", seed).isEqualTo(model.exhausted);
    }

    private int generation(Role role) {
      return model.generation.get(role);
    }

    void finish() {
      drain();
      if (stop == null) {
        stop = supervisor.stop();
      }
      for (int i = 0; i < 20; i++) {
        drain();
        time.advance(Duration.ofSeconds(5)); // whoever is slow is given up
      }
      drain();
      assertThat(stop.toCompletableFuture()).as("seed %d", seed).isCompleted();
      for (Role role : ROLES) {
        assertThat(built.get(role)).as("seed %d", seed).allMatch(fake -> fake.fenced);
        assertThat(built.get(role)).as("seed %d", seed).allMatch(fake -> fake.starts <= 1);
      }
    }

    private CompletionStage<Void> sometimesSlow() {
      if (random.nextInt(3) > 0) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> later = new CompletableFuture<>();
      slow.add(later);
      return later;
    }

    @Override
    public void built(Role role, Child child) {
      assertThat(supervisor.child(role)).containsSame(child);
    }

    @Override
    public CompletionStage<Void> replaced(Role role, Child dead, Child successor, String cause) {
      assertThat(supervisor.child(role)).containsSame(successor);
      assertThat(((Fake) dead).revoked).isTrue();
      return sometimesSlow();
    }

    @Override
    public CompletionStage<Void> gone(Role role, Child child) {
      return sometimesSlow();
    }

    @Override
    public void overran(Role role, String what) {
      assertThat(what).isNotEmpty();
    }

    @Override
    public void exhausted() {
      assertThat(gaveUp).as("told once, seed %d", seed).isFalse();
      gaveUp = true;
    }
  }

  private static final class Fake implements Child {
    private final Run run;
    private final Role role;
    private final Consumer<Throwable> crash;
    private boolean started;
    private boolean revoked;
    private boolean fenced;
    private int starts;

    Fake(Run run, Role role, Consumer<Throwable> crash) {
      this.run = run;
      this.role = role;
      this.crash = crash;
      run.built.get(role).add(this);
    }

    @Override
    public Object service() {
      return this;
    }

    @Override
    public void start() {
      List<Fake> all = run.built.get(role);
      boolean alone = all.subList(0, all.indexOf(this)).stream().allMatch(other -> other.fenced);
      run.startedTooEarly |= !alone; // thrown here, it would be one more crash
      started = true;
      starts++;
    }

    @Override
    public void revoke() {
      revoked = true;
    }

    @Override
    public void fence(AmarulaException reason) {
      fenced = true;
    }

    @Override
    public CompletionStage<Void> stop() {
      return run.sometimesSlow();
    }
  }
}
