package org.amarula.chaos.verdict;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What was broken in a run, and how it ended. */
final class Disturbances {
  private final Evidence evidence;

  Disturbances(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Kills by role. */
  Map<String, Integer> kills() {
    return count("kill", line -> Evidence.text(line, "role"));
  }

  /** Children that came back, by role. */
  Map<String, Integer> restarts() {
    return count("restart", line -> Evidence.text(line, "role"));
  }

  /** Bundles, by what was done to which. */
  Map<String, Integer> bundles() {
    return count("bundle", line -> Evidence.text(line, "what"));
  }

  /** Faults of the sandbox, by type. */
  Map<String, Integer> faults() {
    return count("fault", line -> Evidence.text(line, "type"));
  }

  /** What listeners did. */
  Map<String, Integer> listeners() {
    return count("listener", line -> Evidence.text(line, "does"));
  }

  /** How many calls of the storage failed or were late. */
  int storage() {
    return Evidence.of(evidence.events(), "healed")
        .mapToInt(line -> line.get("storage").getAsInt())
        .sum();
  }

  long seed() {
    return Evidence.of(evidence.events(), "run")
        .mapToLong(line -> line.get("seed").getAsLong())
        .sum();
  }

  private Map<String, Integer> count(String event, Function<JsonObject, String> by) {
    Map<String, Integer> counts = new TreeMap<>();
    Evidence.of(evidence.events(), event)
        .forEach(line -> counts.merge(by.apply(line), 1, Integer::sum));
    return counts;
  }

  static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The end: what was waited for came true, and every account is online. */
  List<Check> checks() {
    List<String> waits =
        Evidence.of(evidence.events(), "wait")
            .filter(line -> !Evidence.flag(line, "met"))
            .map(line -> Evidence.text(line, "what") + " after " + Evidence.text(line, "millis"))
            .toList();
    int accounts =
        Evidence.of(evidence.events(), "run")
            .mapToInt(line -> line.get("accounts").getAsInt())
            .sum();
    List<JsonObject> ends = Evidence.of(evidence.events(), "final").toList();
    List<String> offline =
        ends.stream()
            .filter(line -> !Evidence.text(line, "state").equals("online"))
            .map(line -> Evidence.text(line, "profile") + " is " + Evidence.text(line, "state"))
            .toList();
    List<String> broken =
        Evidence.of(evidence.ledger(), "violation")
            .map(line -> Evidence.text(line, "device") + " " + Evidence.text(line, "rule"))
            .toList();
    return List.of(
        new Check("the server saw no rule broken", broken),
        new Check("what was waited for came true in time", waits),
        new Check("every account is online at the end", offline),
        Check.atLeast("accounts at the end", Math.max(1, accounts), ends.size()));
  }
}
