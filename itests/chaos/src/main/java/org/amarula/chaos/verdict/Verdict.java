package org.amarula.chaos.verdict;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of a run, all checks and figures. */
final class Verdict {
  static final String NOTHING_LOST = "what the server accepted was delivered";
  private static final int SHOWN = 10;

  private final Disturbances disturbances;
  private final Deliveries deliveries;
  private final Outcomes outcomes;
  private final List<Check> checks = new ArrayList<>();

  private Verdict(Evidence evidence) {
    disturbances = new Disturbances(evidence);
    deliveries = new Deliveries(evidence);
    outcomes = new Outcomes(evidence, deliveries);
    checks.addAll(deliveries.checks()); // first: it learns the texts
    checks.addAll(outcomes.checks());
    checks.addAll(disturbances.checks());
  }

  /**
   * Judges.
   *
   * @param least messages, kills, restarts, bundles, faults, storage
   */
  static Verdict of(Evidence evidence, List<Integer> least) {
    Verdict verdict = new Verdict(evidence);
    Disturbances seen = verdict.disturbances;
    List<Integer> found =
        List.of(
            verdict.deliveries.messages(),
            Disturbances.sum(seen.kills()),
            Disturbances.sum(seen.restarts()),
            Disturbances.sum(seen.bundles()),
            Disturbances.sum(seen.faults()),
            seen.storage());
    List<String> names =
        List.of(
            "messages",
            "kills",
            "restarts of children",
            "restarts of bundles",
            "faults of the server",
            "troubles of the storage");
    for (int i = 0; i < names.size(); i++) {
      verdict.checks.add(Check.atLeast(names.get(i), least.get(i), found.get(i)));
    }
    return verdict;
  }

  List<Check> checks() {
    return checks;
  }

  long failed() {
    return checks.stream().filter(check -> !check.passed()).count();
  }

  private int broken(String rule) {
    return checks.stream()
        .filter(check -> check.rule().equals(rule))
        .mapToInt(check -> check.broken().size())
        .sum();
  }

  void print(PrintStream out) {
    out.println("seed            " + disturbances.seed());
    out.println("messages        " + deliveries.messages());
    out.println("sends           " + outcomes.counts());
    out.println("kills           " + line(disturbances.kills()));
    out.println("restarts        " + line(disturbances.restarts()));
    out.println("bundles         " + line(disturbances.bundles()));
    out.println("server faults   " + line(disturbances.faults()));
    out.println("listeners       " + line(disturbances.listeners()));
    out.println("storage trouble " + disturbances.storage());
    out.println("repeats         " + deliveries.repeats() + " flagged or not");
    for (Check check : checks) {
      out.println((check.passed() ? "passed  " : "FAILED  ") + check.rule());
      check.broken().stream().limit(SHOWN).forEach(each -> out.println("          " + each));
      if (check.broken().size() > SHOWN) {
        out.println("          and " + (check.broken().size() - SHOWN) + " more");
      }
    }
    out.println("lost            " + broken(NOTHING_LOST));
    out.println((checks.size() - failed()) + " passed, " + failed() + " failed");
  }

  private static String line(Map<String, Integer> counts) {
    return Disturbances.sum(counts) + " " + counts;
  }

  void write(Path file) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("messages", deliveries.messages());
    outcomes.counts().forEach((outcome, count) -> json.addProperty("sends." + outcome, count));
    add(json, "kills", disturbances.kills());
    add(json, "restarts", disturbances.restarts());
    add(json, "bundleRestarts", disturbances.bundles());
    add(json, "faults", disturbances.faults());
    add(json, "listeners", disturbances.listeners());
    json.addProperty("storageTroubles", disturbances.storage());
    json.addProperty("repeats", deliveries.repeats());
    json.addProperty("lost", broken(NOTHING_LOST));
    json.addProperty(
        "duplicated", broken(Deliveries.REPEATS_FLAGGED) + broken(Deliveries.ONCE_AFTER_DEDUPE));
    json.addProperty("seed", disturbances.seed());
    json.addProperty("passed", checks.size() - failed());
    json.addProperty("failed", failed());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
  }

  private static void add(JsonObject json, String name, Map<String, Integer> counts) {
    json.addProperty(name, Disturbances.sum(counts));
    counts.forEach((key, count) -> json.addProperty(name + "." + key, count));
  }
}
