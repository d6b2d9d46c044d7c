package org.amarula.api.connection;

import java.util.Locale;

/** What became of a declared account. */
public enum DeclarationState {
  /** It is about to start, or waits for the end of what ran before. */
  WAITING,
  /** Its instance runs; the connection's own state says more. */
  RUNNING,
  /** Its instance is in a terminal state, for instance logged out: nothing is tried again. */
  ENDED,
  /** Its instance ended by crashes or could not start; it starts again with back-off. */
  RETRYING,
  /** Somebody stopped its instance on purpose; it stays stopped until the configuration changes. */
  STOPPED,
  /** Something else runs the profile; it takes over when that has ended. */
  PROFILE_IN_USE,
  /** The configuration is wrong. What ran with an earlier, right one keeps running. */
  REFUSED;

  /** The name as users see it, for instance {@code profile-in-use}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
