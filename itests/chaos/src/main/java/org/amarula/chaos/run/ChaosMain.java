package org.amarula.chaos.run;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run by hand: directory of the evidence, seconds, accounts, seed, planted fault or {@code none}.
 * The report lies beside the evidence.
 */
public final class ChaosMain {
  private ChaosMain() {}

  /** Runs; the status is the judge's, or 2 when the run broke off. */
  public static void main(String[] arguments) throws Exception {
    Path evidence = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    Minimums minimums = Minimums.of(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    Processes run = new Processes(evidence, minimums, Long.parseLong(arguments[3]));
    int status = run.play(arguments[4]);
    int verdict = run.judge(evidence.resolve("chaos.json"));
    System.exit(status == 0 ? verdict : 2);
  }
}
