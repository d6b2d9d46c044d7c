package org.amarula.supervision.internal.kernel;

import org.amarula.api.instance.Role;

/** Who is told what a supervisor does. Called on the supervisor's lane, or by its starter. */
public interface SupervisorListener {
  /** A child was built and can be found. */
  void built(Role role, Child child);

  /** A child is no longer in use. */
  void gone(Role role, Child child);

  /** More crashes than allowed: the supervisor has given up and wants to be stopped. */
  void exhausted();
}
