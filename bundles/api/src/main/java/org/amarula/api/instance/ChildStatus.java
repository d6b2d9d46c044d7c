package org.amarula.api.instance;

import java.time.Instant;
import java.util.List;

/**
 * One child of a supervisor.
 *
 * @param role its role
 * @param state {@code running}, {@code restarting} or {@code stopped}
 * @param since when it was last started
 * @param restarts how often it was restarted
 * @param history the causes of the restarts, oldest first, one sentence each
 * @param children names of its own children, for instance redacted recipients
 */
public record ChildStatus(
    Role role,
    String state,
    Instant since,
    int restarts,
    List<String> history,
    List<String> children) {
  /** Keeps copies of the lists. */
  public ChildStatus {
    history = List.copyOf(history);
    children = List.copyOf(children);
  }
}
