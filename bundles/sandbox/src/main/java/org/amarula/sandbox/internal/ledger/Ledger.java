package org.amarula.sandbox.internal.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.sandbox.report.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counters, the violations and the journal of one server. Confined to the lane. */
public final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int KEPT = 1000;

  private final Clock clock;
  private final Journal journal;
  private final Map<Tally, Long> counts = new EnumMap<>(Tally.class);
  private final List<Violation> violations = new ArrayList<>();
  private final List<Consumer<Violation>> listeners = new ArrayList<>();
  private long broken;

  /** Starts with nothing. */
  public Ledger(Clock clock, Journal journal) {
    this.clock = clock;
    this.journal = journal;
  }

  /**
   * Adds a line to the journal, if there is one.
   *
   * @param facts answers what to tell, values being texts, numbers, flags or lists of them
   */
  public void note(String event, Supplier<Map<String, Object>> facts) {
    if (!journal.isKept()) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("at", clock.millis());
    line.putAll(facts.get());
    journal.add(line);
  }

  /** Counts one. */
  public void count(Tally tally) {
    counts.merge(tally, 1L, Long::sum);
  }

  /** Notes that a client broke a rule; the first thousand are kept, all are counted. */
  public void violation(String account, int device, String rule, String detail) {
    broken++;
    LOG.info("A client broke the rule {}: {}", rule, detail);
    Violation violation = new Violation(clock.instant(), account, device, rule, detail);
    note(
        "violation",
        () -> Map.of("device", account + ":" + device, "rule", rule, "detail", detail));
    if (violations.size() < KEPT) {
      violations.add(violation);
    }
    listeners.forEach(listener -> tell(listener, violation));
  }

  private static void tell(Consumer<Violation> listener, Violation violation) {
    try {
      listener.accept(violation);
    } catch (RuntimeException e) {
      LOG.error("A listener to violations failed.", e);
    }
  }

  /** Tells somebody of all violations to come. */
  public void listen(Consumer<Violation> listener) {
    listeners.add(listener);
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
