package org.amarula.api.instance;

import java.util.List;

/**
 * A part of something long.
 *
 * @param entries the entries, in their order; there may be fewer than were asked for, or none,
 *     though others follow
 * @param next where to go on, or empty at the end
 */
public record Page<T>(List<T> entries, String next) {
  /** Copies the entries. */
  public Page {
    entries = List.copyOf(entries);
  }

  /** Whether this is the end. */
  public boolean isLast() {
    return next.isEmpty();
  }
}
