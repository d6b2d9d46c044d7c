package org.amarula.messaging.internal.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of many runs. */
final class ModelReport {
  private static final int SHOWN_RUNS = 5;
  private static final int SHOWN_LINES = 60;
  private static final int ENOUGH_RUNS = 20; // fewer need not show everything

  /** At least so many of each in ten runs, or the runs have shown nothing. */
  private static final Map<Figures.Of, Long> LEAST_IN_TEN =
      Map.of(
          Figures.Of.MESSAGES, 60L,
          Figures.Of.GROUP_MESSAGES, 60L,
          Figures.Of.CRASHES, 20L,
          Figures.Of.RESTARTS, 15L,
          Figures.Of.CONNECTION_CRASHES, 5L,
          Figures.Of.CUTS, 10L,
          Figures.Of.STORAGE_FAILURES, 5L,
          Figures.Of.CORRUPTED, 5L,
          Figures.Of.DUPLICATED, 10L,
          Figures.Of.MIGRATIONS, 5L);

  private final long seed;
  private final int runs;
  private final Figures figures = new Figures();
  private final List<ModelRun.Result> failed = new ArrayList<>();

  ModelReport(long seed, int runs) {
    this.seed = seed;
    this.runs = runs;
  }

  void add(ModelRun.Result result) {
    figures.add(result.figures());
    if (!result.violations().isEmpty()) {
      failed.add(result);
    }
  }

  /** What the runs have not shown often enough. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    LEAST_IN_TEN.forEach(
        (what, least) -> {
          if (runs >= ENOUGH_RUNS && figures.get(what) * 10 < least * runs) {
            missing.add(what.text() + " only " + figures.get(what) + " times");
          }
        });
    return missing;
  }

  List<Long> failed() {
    return failed.stream().map(ModelRun.Result::seed).toList();
  }

  void print(PrintStream out) {
    failed.stream().limit(SHOWN_RUNS).forEach(result -> print(out, result));
    out.println("model           " + figures.all());
    missing().forEach(each -> out.println("MISSING " + each));
    out.println(runs - failed.size() + " passed, " + failed.size() + " failed");
  }

  private void print(PrintStream out, ModelRun.Result result) {
    out.println("FAILED  seed " + result.seed() + ", again with -Dmodel.seed=" + result.seed());
    result.violations().forEach(each -> out.println("          " + each));
    List<String> trace = result.trace();
    int first = runs == 1 ? 0 : Math.max(0, trace.size() - SHOWN_LINES);
    out.println("        what happened, the last of " + trace.size() + " lines:");
    trace.subList(first, trace.size()).forEach(each -> out.println("          " + each));
  }

  void write(Path file) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("runs", runs);
    figures.all().forEach(json::addProperty);
    json.addProperty("seed", seed);
    json.addProperty("passed", runs - failed.size());
    json.addProperty("failed", failed.size());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
  }
}
