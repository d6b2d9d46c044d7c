package org.amarula.benchmarks.goal;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what was measured against the goals. Times are first brought to the speed of the machine on
 * which the goals were stated. A must may be missed by 15 %, for the noise of a shared machine.
 */
public final class Report {
  private static final double ALLOWANCE = 1.15;

  private final List<Entry> all = new ArrayList<>();

  /**
   * A figure of a machine that was so fast.
   *
   * @param calibration this machine's speed while the figure was taken
   */
  private record Entry(Measured measured, double calibration) {
    Goal goal() {
      return measured.goal();
    }

    double judged() {
      return goal().unit().judged(measured.value(), calibration);
    }

    boolean met() {
      return goal().unit().reaches(judged(), goal().must(), 1);
    }

    boolean aimMet() {
      return goal().unit().reaches(judged(), goal().aim(), 1);
    }

    boolean tolerable() {
      return goal().unit().reaches(judged(), goal().must(), ALLOWANCE);
    }
  }

  /** Tells a figure as a sign of life. */
  public static void tell(Measured measured) {
    System.out.printf(
        "  %s: %s %s %s%n",
        measured.goal().key(),
        text(measured.value()),
        measured.goal().unit().text(),
        measured.details());
  }

  /** Adds figures that were taken while this machine had this speed. */
  public void add(List<Measured> figures, double calibration) {
    figures.forEach(figure -> all.add(new Entry(figure, calibration)));
  }

  /** The goals whose must is missed by more than the allowance. */
  public List<String> missed() {
    return all.stream().filter(each -> !each.tolerable()).map(each -> each.goal().key()).toList();
  }

  /** The goals that were measured. */
  public Set<Goal> goals() {
    return all.stream().map(Entry::goal).collect(Collectors.toSet());
  }

  /** Prints a table, and the line that counts. */
  public void print(PrintStream out) {
    out.printf("%-16s %9s %9s %11s %9s %-4s%n", "goal", "must", "aim", "result", "ratio", "met");
    for (Entry each : all) {
      Goal goal = each.goal();
      out.printf(
          Locale.ROOT,
          "%-16s %9s %9s %8s %-2s %9s %-4s %s%n",
          goal.key(),
          text(goal.must()),
          text(goal.aim()),
          text(each.measured().value()),
          goal.unit().text(),
          text(each.judged()),
          each.aimMet() ? "aim" : each.met() ? "yes" : "NO",
          goal.title());
    }
    out.printf("%d passed, %d failed%n", all.size() - missed().size(), missed().size());
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
  }

  /** Writes the figures for programs. */
  public void write(Path file) throws IOException {
    JsonObject json = new JsonObject();
    all.forEach(each -> json.add(each.goal().key(), json(each)));
    json.addProperty("passed", all.size() - missed().size());
    json.addProperty("failed", missed().size());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file, new GsonBuilder().setPrettyPrinting().create().toJson(json) + System.lineSeparator());
  }

  private static JsonObject json(Entry each) {
    JsonObject goal = new JsonObject();
    goal.addProperty("title", each.goal().title());
    goal.addProperty("unit", each.goal().unit().text());
    goal.addProperty("result", each.measured().value());
    goal.addProperty("ratio", each.judged());
    goal.addProperty("must", each.goal().must());
    goal.addProperty("aim", each.goal().aim());
    goal.addProperty("met", each.met());
    goal.addProperty("aimMet", each.aimMet());
    goal.addProperty("calibration", each.calibration());
    goal.add("details", each.measured().details());
    return goal;
  }
}
