package org.amarula.api.event;

import java.util.List;
import org.amarula.api.state.DisconnectReason;

/**
 * The instance has ended and its profile is free. The last event of an instance.
 *
 * @param reason why
 * @param history the restarts before, oldest first, one sentence each
 */
public record InstanceTerminated(DisconnectReason reason, List<String> history) implements Event {
  /** Keeps a copy of the history. */
  public InstanceTerminated {
    history = List.copyOf(history);
  }
}
