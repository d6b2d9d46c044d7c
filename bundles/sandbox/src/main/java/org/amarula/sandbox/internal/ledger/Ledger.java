package org.amarula.sandbox.internal.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.sandbox.report.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counters and the violations of one server. Confined to the lane. */
public final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int KEPT = 1000;

  private final Clock clock;
  private final Map<Tally, Long> counts = new EnumMap<>(Tally.class);
  private final List<Violation> violations = new ArrayList<>();
  private long broken;

  /** Starts with nothing. */
  public Ledger(Clock clock) {
    this.clock = clock;
  }

  /** Counts one. */
  public void count(Tally tally) {
    counts.merge(tally, 1L, Long::sum);
  }

  /** Notes that a client broke a rule; the first thousand are kept, all are counted. */
  public void violation(String account, int device, String rule, String detail) {
    broken++;
    LOG.info("A client broke the rule {}: {}", rule, detail);
    if (violations.size() < KEPT) {
      violations.add(new Violation(clock.instant(), account, device, rule, detail));
    }
  }

  /** The violations kept, oldest first. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** All counters by name. */
  public Map<String, Long> counts() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Tally tally : Tally.values()) {
      all.put(tally.text(), counts.getOrDefault(tally, 0L));
    }
    all.put("violations", broken);
    return all;
  }
}
