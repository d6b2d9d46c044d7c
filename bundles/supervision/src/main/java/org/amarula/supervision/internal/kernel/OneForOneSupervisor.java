package org.amarula.supervision.internal.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.CrashedException;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;
import org.amarula.supervision.internal.lane.Failures;
import org.amarula.supervision.internal.lane.SerialLane;

/**
 * Starts permanent children in order, rebuilds the one that crashed while its siblings keep
 * running, gives up beyond the restart intensity, and stops all in reverse order, each within a
 * budget.
 *
 * <p>All changes happen on the supervisor's own lane; look-ups may come from any thread.
 */
public final class OneForOneSupervisor {
  private static final Duration TELL_BUDGET = Duration.ofSeconds(2);

  private final Map<Role, ChildSlot> slots = new EnumMap<>(Role.class); // filled once, by create
  private final CrashLimit intensity;
  private final SerialLane lane;
  private final Budget budget;
  private final Clock clock;
  private final SupervisorListener listener;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private CompletionStage<Void> replacing = CompletableFuture.completedFuture(null); // on the lane
  private boolean ending; // confined to the lane, as is the next
  private boolean exhausted;

  /** A supervisor whose children are not built yet. */
  public OneForOneSupervisor(
      List<ChildSpec> specs,
      CrashLimit intensity,
      SerialLane lane,
      ScheduledExecutorService timer,
      Clock clock,
      SupervisorListener listener) {
    this.intensity = intensity;
    this.lane = lane;
    this.budget = new Budget(timer);
    this.clock = clock;
    this.listener = listener;
    specs.forEach(spec -> slots.put(spec.role(), new ChildSlot(spec)));
  }

  /**
   * Builds and starts all children in the order of their specs, on the calling thread. When one
   * cannot be built, those before it are ended and nothing runs.
   */
  public void start() {
    lane.pause();
    try {
      Instant now = clock.instant();
      for (ChildSlot slot : slots.values()) {
        Child child = build(slot, now);
        listener.built(slot.role(), child);
      }
      // Before the lane goes on, or who crashed meanwhile would be begun in place of its successor.
      slots.values().forEach(slot -> begin(slot, slot.child()));
    } catch (RuntimeException | Error e) {
      lane.close();
      List<ChildSlot> reverse = reversed();
      reverse.removeIf(slot -> slot.child() == null);
      reverse.forEach(slot -> fence(slot, slot.child()));
      throw e;
    } finally {
      lane.resume();
    }
  }

  /** The child that has this role now. */
  public Optional<Child> child(Role role) {
    return Optional.ofNullable(slots.get(role)).map(ChildSlot::child);
  }

  /** The children in start order. */
  public List<ChildStatus> children() {
    return slots.values().stream().map(ChildSlot::status).toList();
  }

  /** Crashes the child that has this role now. */
  public void crash(Role role, Throwable cause) {
    ChildSlot slot = slots.get(role);
    if (slot == null) {
      throw new IllegalArgumentException("No child has the role " + role.text() + ".");
    }
    Child child = slot.child();
    lane.execute(() -> handleCrash(slot, child, cause));
  }

  /** Stops all children in reverse order; completes when nothing of them has an effect any more. */
  public CompletionStage<Void> stop() {
    lane.execute(
        () -> {
          if (!ending) {
            ending = true;
            replacing.thenRun(() -> lane.execute(() -> stopFrom(reversed(), 0)));
          }
        });
    return stopped;
  }

  private Child build(ChildSlot slot, Instant now) {
    Child[] built = new Child[1]; // the reporter must name the child that it was given to
    built[0] =
        slot.spec().build().apply(cause -> lane.execute(() -> handleCrash(slot, built[0], cause)));
    slot.holds(built[0], now);
    return built[0];
  }

  private void begin(ChildSlot slot, Child child) {
    try {
      child.start();
      slot.running();
    } catch (Throwable e) { // a child that cannot start has crashed
      lane.execute(() -> handleCrash(slot, child, e));
    }
  }

  private void handleCrash(ChildSlot slot, Child child, Throwable cause) {
    if (ending || exhausted || slot.child() != child) {
      return; // a late word of a child that is not in use any more
    }
    Instant now = clock.instant();
    slot.crashed(Failures.brief(cause), now);
    child.revoke();
    boolean few = intensity.allows(now);
    if (!slot.spec().limit().allows(now) || !few) {
      exhausted = true; // what crashes from now on is not restarted, and not told again
      fence(slot, child);
      listener.exhausted();
      return;
    }
    replace(slot, child, Failures.brief(cause));
  }

  // The successor can be found before anybody learns that the child has crashed: who tries again at
  // once meets the living. It begins to work when the dead one has no effect any more.
  private void replace(ChildSlot slot, Child dead, String cause) {
    Child successor;
    try {
      successor = build(slot, clock.instant());
    } catch (Throwable e) { // a child that cannot be built is one more crash of it
      lane.execute(() -> handleCrash(slot, dead, e));
      return;
    }
    slot.buried(dead);
    CompletionStage<Void> known =
        budget
            .spend(TELL_BUDGET, () -> listener.replaced(slot.role(), dead, successor, cause))
            .thenCompose(
                inTime ->
                    CompletableFuture.runAsync(() -> follow(slot, dead, successor, inTime), lane));
    replacing = replacing.thenCombine(known, (one, other) -> null);
  }

  private void follow(ChildSlot slot, Child dead, Child successor, boolean inTime) {
    if (!inTime) {
      overran(slot, "its registration");
    }
    if (slot.child() == successor) {
      slot.takeDead().forEach(earlier -> fence(slot, earlier));
      if (!ending && !exhausted) {
        begin(slot, successor);
      }
    } else {
      fence(slot, dead); // the successor has crashed in its turn, and its own is on its way
    }
  }

  private void overran(ChildSlot slot, String what) {
    slot.note(clock.instant() + " " + what + " took too long");
    listener.overran(slot.role(), what);
  }

  private static void fence(ChildSlot slot, Child child) {
    child.revoke();
    child.fence(new CrashedException(slot.role().text()));
  }

  private List<ChildSlot> reversed() {
    List<ChildSlot> reverse = new ArrayList<>(slots.values());
    Collections.reverse(reverse);
    return reverse;
  }

  private void stopFrom(List<ChildSlot> reverse, int index) {
    if (index == reverse.size()) {
      lane.close();
      stopped.complete(null);
      return;
    }
    ChildSlot slot = reverse.get(index);
    Child child = slot.child();
    budget
        .spend(slot.spec().stopBudget(), child::stop)
        .thenAcceptAsync(
            inTime -> {
              if (!inTime) {
                overran(slot, "its stop");
              }
              fence(slot, child);
              slot.stopped();
            },
            lane)
        .thenCompose(none -> budget.spend(TELL_BUDGET, () -> listener.gone(slot.role(), child)))
        .thenAcceptAsync(told -> stopFrom(reverse, index + 1), lane);
  }
}
