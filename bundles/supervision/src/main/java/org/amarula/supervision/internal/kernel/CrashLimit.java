package org.amarula.supervision.internal.kernel;

import java.time.Instant;

/** Decides how many crashes are too many. Called on the supervisor's lane. */
@FunctionalInterface
public interface CrashLimit {
  /** No limit beside the supervisor's own. */
  CrashLimit NONE = now -> true;

  /** Counts a crash at {@code now}; false when it was one too many. */
  boolean allows(Instant now);
}
