package org.amarula.supervision.internal.kernel;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.CrashedException;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;
import org.amarula.supervision.internal.lane.Failures;
import org.amarula.supervision.internal.lane.SerialLane;

/**
 * Starts children in order, rebuilds the one that crashed while its siblings keep running, gives up
 * beyond the restart intensity, and stops all in reverse order, each within a budget.
 *
 * <p>All changes happen on the supervisor's own lane; look-ups may come from any thread.
 */
public final class OneForOneSupervisor {
  private final Map<Role, ChildSlot> slots = new EnumMap<>(Role.class); // filled once, by create
  private final RestartIntensity intensity;
  private final SerialLane lane;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final Duration stopBudget;
  private final SupervisorListener listener;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private boolean ending; // confined to the lane, as is the next
  private boolean exhausted;

  /** A supervisor whose children are not built yet. */
  public OneForOneSupervisor(
      List<ChildSpec> specs,
      RestartIntensity intensity,
      SerialLane lane,
      ScheduledExecutorService timer,
      Clock clock,
      Duration stopBudget,
      SupervisorListener listener) {
    this.intensity = intensity;
    this.lane = lane;
    this.timer = timer;
    this.clock = clock;
    this.stopBudget = stopBudget;
    this.listener = listener;
    specs.forEach(spec -> slots.put(spec.role(), new ChildSlot(spec)));
  }

  /** Builds and starts all children in the order of their specs, on the calling thread. */
  public void start() {
    lane.pause();
    try {
      slots.values().forEach(this::build);
    } finally {
      lane.resume();
    }
    slots.values().forEach(slot -> slot.child().start());
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
            List<ChildSlot> reverse = new ArrayList<>(slots.values());
            Collections.reverse(reverse);
            stopFrom(reverse, 0);
          }
        });
    return stopped;
  }

  private void build(ChildSlot slot) {
    Child[] built = new Child[1]; // the reporter must name the child that it was given to
    built[0] =
        slot.spec().build().apply(cause -> lane.execute(() -> handleCrash(slot, built[0], cause)));
    slot.started(built[0], clock.instant());
    listener.built(slot.role(), built[0]);
  }

  private void handleCrash(ChildSlot slot, Child child, Throwable cause) {
    if (ending || exhausted || slot.child() != child) {
      return; // a late word of a child that is not in use any more
    }
    slot.crashed(Failures.brief(cause), clock.instant());
    if (!intensity.allows(clock.instant())) {
      exhausted = true; // what crashes from now on is not restarted, and not told again
      end(slot, child);
      listener.exhausted();
      return;
    }
    replace(slot, child);
  }

  // The successor can be found before anybody learns that the child has crashed: who tries again at
  // once meets the living. It begins to work when the dead one has no effect any more.
  private void replace(ChildSlot slot, Child dead) {
    try {
      listener.gone(slot.role(), dead);
      build(slot);
    } catch (Throwable e) { // a child that cannot be built is one more crash of it
      fence(slot, dead);
      lane.execute(() -> handleCrash(slot, dead, e));
      return;
    }
    fence(slot, dead);
    slot.child().start();
  }

  private void end(ChildSlot slot, Child child) {
    fence(slot, child);
    listener.gone(slot.role(), child);
  }

  private static void fence(ChildSlot slot, Child child) {
    child.fence(new CrashedException(slot.role().text()));
  }

  private void stopFrom(List<ChildSlot> reverse, int index) {
    if (index == reverse.size()) {
      lane.close();
      stopped.complete(null);
      return;
    }
    ChildSlot slot = reverse.get(index);
    Child child = slot.child();
    CompletableFuture<Void> done = new CompletableFuture<>();
    ScheduledFuture<?> deadline =
        timer.schedule(() -> done.complete(null), stopBudget.toMillis(), TimeUnit.MILLISECONDS);
    stopQuietly(child).whenComplete((ignored, failure) -> done.complete(null));
    done.thenRun(
        () ->
            lane.execute(
                () -> {
                  deadline.cancel(false);
                  end(slot, child);
                  slot.stopped();
                  stopFrom(reverse, index + 1);
                }));
  }

  private static CompletionStage<Void> stopQuietly(Child child) {
    try {
      return child.stop();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // it is fenced next, whatever it did
    }
  }
}
