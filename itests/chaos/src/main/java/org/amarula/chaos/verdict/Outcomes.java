package org.amarula.chaos.verdict;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What senders were told against what the server knows. */
final class Outcomes {
  private final Evidence evidence;
  private final Deliveries deliveries;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  Outcomes(Evidence evidence, Deliveries deliveries) {
    this.evidence = evidence;
    this.deliveries = deliveries;
    for (String outcome : List.of("accepted", "rejected", "unknown", "failed", "untyped")) {
      counts.put(outcome, 0);
    }
  }

  /** How many sends ended in which way. */
  Map<String, Integer> counts() {
    return counts;
  }

  List<Check> checks() {
    Map<String, JsonObject> ends = new HashMap<>();
    List<String> endedTwice = new ArrayList<>();
    Evidence.of(evidence.sends(), "end")
        .forEach(
            end -> {
              if (ends.put(Evidence.text(end, "text"), end) != null) {
                endedTwice.add(Evidence.text(end, "text"));
              }
              counts.merge(Evidence.text(end, "outcome"), 1, Integer::sum);
            });
    List<String> open =
        Evidence.of(evidence.sends(), "try")
            .map(attempt -> Evidence.text(attempt, "text"))
            .filter(text -> !ends.containsKey(text))
            .toList();
    return List.of(
        new Check("every send had an outcome", open),
        new Check("no send had two outcomes", endedTwice),
        new Check("no send failed with something untyped", untyped(ends)),
        new Check("what was told as accepted is in the ledger", acceptedInVain(ends)),
        new Check("what was told as failed or rejected is not", failedInVain(ends)),
        new Check("nothing was delivered that was told as rejected", rejectedButDelivered(ends)));
  }

  private static List<String> untyped(Map<String, JsonObject> ends) {
    return ends.values().stream()
        .filter(end -> Evidence.text(end, "outcome").equals("untyped"))
        .map(end -> Evidence.text(end, "text") + ": " + Evidence.text(end, "error"))
        .toList();
  }

  private List<String> acceptedInVain(Map<String, JsonObject> ends) {
    Set<String> accepted = deliveries.acceptedIds();
    return ends.values().stream()
        .filter(end -> Evidence.text(end, "outcome").equals("accepted"))
        .filter(end -> !accepted.contains(Evidence.text(end, "id")))
        .map(end -> Evidence.text(end, "text"))
        .toList();
  }

  private List<String> failedInVain(Map<String, JsonObject> ends) {
    List<String> lies = new ArrayList<>();
    for (String id : deliveries.acceptedIds()) {
      JsonObject end = ends.get(deliveries.texts().getOrDefault(id, ""));
      if (end == null) {
        continue;
      }
      String outcome = Evidence.text(end, "outcome");
      if (outcome.equals("failed") || outcome.equals("rejected") || outcome.equals("untyped")) {
        lies.add(Evidence.text(end, "text") + ": " + outcome + " " + Evidence.text(end, "error"));
      }
    }
    return lies;
  }

  private List<String> rejectedButDelivered(Map<String, JsonObject> ends) {
    Set<String> delivered = new HashSet<>();
    evidence.received().forEach(line -> delivered.add(Evidence.text(line, "text")));
    return ends.values().stream()
        .filter(end -> Evidence.text(end, "outcome").equals("rejected"))
        .map(end -> Evidence.text(end, "text"))
        .filter(delivered::contains)
        .toList();
  }
}
