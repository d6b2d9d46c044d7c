package org.amarula.supervision.internal.kernel;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.amarula.api.instance.Role;

/**
 * A permanent child: how it is built, and what it is allowed. It is built again after each crash.
 *
 * @param role its name
 * @param build makes a new child; is given the function that reports the child's crash
 * @param limit of its own crashes, beside the one of the supervisor
 * @param stopBudget it is fenced when its stop takes longer
 */
public record ChildSpec(
    Role role, Function<Consumer<Throwable>, Child> build, CrashLimit limit, Duration stopBudget) {
  private static final Duration STOP_BUDGET = Duration.ofSeconds(5);

  /** A child without a limit of its own, with the usual time to stop. */
  public static ChildSpec of(Role role, Function<Consumer<Throwable>, Child> build) {
    return new ChildSpec(role, build, CrashLimit.NONE, STOP_BUDGET);
  }

  /** The same child with a limit of its own. */
  public ChildSpec limitedBy(CrashLimit own) {
    return new ChildSpec(role, build, own, stopBudget);
  }
}
