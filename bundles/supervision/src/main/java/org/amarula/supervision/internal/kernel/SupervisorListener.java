package org.amarula.supervision.internal.kernel;

import java.util.concurrent.CompletionStage;
import org.amarula.api.instance.Role;

/**
 * Who is told what a supervisor does. Stages may take their time: the supervisor waits for them
 * within a budget, and goes on.
 */
public interface SupervisorListener {
  /** A child was built for the first time. Called by the starter of the supervisor. */
  void built(Role role, Child child);

  /** A child has crashed and another one takes its place, which can be found from now on. */
  CompletionStage<Void> replaced(Role role, Child dead, Child successor, String cause);

  /** A child is no longer in use, and nothing takes its place. */
  CompletionStage<Void> gone(Role role, Child child);

  /** A child was not done in time, and was given up. */
  void overran(Role role, String what);

  /** More crashes than allowed: the supervisor has given up and wants to be stopped. */
  void exhausted();
}
