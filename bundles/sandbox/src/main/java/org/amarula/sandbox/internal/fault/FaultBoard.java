package org.amarula.sandbox.internal.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;

/**
 * The faults still to be made, oldest first. Any thread may arm and take: the HTTP side asks about
 * upgrades, all else happens on the lane.
 */
public final class FaultBoard {
  private final List<Armed> armed = new ArrayList<>();
  private long hits;

  /** Arms a fault, after those armed before. */
  public synchronized void arm(Fault fault) {
    armed.add(new Armed(fault, fault.count()));
  }

  /** Counts down the first armed fault of this type that fits the facts, and tells its fields. */
  public synchronized Optional<Fault> take(FaultType type, Map<String, String> facts) {
    for (int i = 0; i < armed.size(); i++) {
      Armed candidate = armed.get(i);
      if (candidate.fault.type() == type && candidate.fault.fits(facts)) {
        hits++;
        candidate.left--;
        if (candidate.left == 0) {
          armed.remove(i);
        }
        return Optional.of(candidate.fault);
      }
    }
    return Optional.empty();
  }

  /** As {@link #take(FaultType, Map)}, for types that match everything. */
  public Optional<Fault> take(FaultType type) {
    return take(type, Map.of());
  }

  /** Disarms all and tells how many there were. */
  public synchronized int clear() {
    int left = armed.size();
    armed.clear();
    return left;
  }

  /** How often a fault hit. */
  public synchronized long hits() {
    return hits;
  }

  /** How many faults wait. */
  public synchronized int armed() {
    return armed.size();
  }

  private static final class Armed {
    private final Fault fault;
    private int left;

    Armed(Fault fault, int left) {
      this.fault = fault;
      this.left = left;
    }
  }
}
