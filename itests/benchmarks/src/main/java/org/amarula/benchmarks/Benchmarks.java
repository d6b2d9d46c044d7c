package org.amarula.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.amarula.benchmarks.goal.Calibration;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.goal.Report;
import org.amarula.benchmarks.process.JavaProcess;

/**
 * Runs the groups of goals that {@code -Dbenchmarks.groups=idle,...} names, all without it, prints
 * must, aim and result of each, and leaves the figures in a file.
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Ends with status 1 when a must is missed. */
  public static void main(String[] arguments) throws Exception {
    Report report = run(Sizes.chosen());
    report.write(Path.of(System.getProperty("amarula.reports", "."), "benchmarks.json"));
    System.exit(report.missed().isEmpty() ? 0 : 1);
  }

  /** Runs and prints. */
  static Report run(Sizes sizes) throws Exception {
    Report report = new Report();
    for (Group group : Group.values()) {
      String name = group.name().toLowerCase(Locale.ROOT);
      if (isWanted(name)) {
        Path work = JavaProcess.workDirectory(name);
        double before = Calibration.measure();
        List<Measured> found = new ArrayList<>();
        group.run(
            sizes,
            work,
            measured -> {
              Report.tell(measured);
              found.add(measured);
            });
        report.add(found, (before + Calibration.measure()) / 2);
      }
    }
    report.print(System.out);
    return report;
  }

  private static boolean isWanted(String name) {
    String wanted = System.getProperty("benchmarks.groups", "");
    return wanted.isEmpty() || Arrays.asList(wanted.split(",")).contains(name);
  }
}
