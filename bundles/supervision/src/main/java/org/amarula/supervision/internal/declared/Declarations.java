package org.amarula.supervision.internal.declared;

import java.util.Map;

/** Keeps declared accounts running. Inside this bundle only; thread-safe. */
public interface Declarations {
  /**
   * Begins to keep an account running and comes back at once.
   *
   * @param pid the PID of its configuration
   * @param configuration the keys and values; wrong ones are refused, which the declaration shows
   */
  Declaration declare(String pid, Map<String, String> configuration);
}
