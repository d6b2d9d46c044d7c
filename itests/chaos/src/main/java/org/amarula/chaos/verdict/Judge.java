package org.amarula.chaos.verdict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The judge's process. Arguments: the directory of the evidence, the file for the report, and the
 * minimums of messages, kills, restarts, bundles, faults and storage troubles. Its status is 0 when
 * all checks passed.
 */
public final class Judge {
  private Judge() {}

  /** Judges and ends. */
  public static void main(String[] arguments) throws IOException {
    List<Integer> least = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      least.add(Integer.valueOf(arguments[i]));
    }
    Verdict verdict = Verdict.of(Evidence.read(Path.of(arguments[0])), least);
    verdict.print(System.out);
    verdict.write(Path.of(arguments[1]));
    System.exit(verdict.failed() == 0 ? 0 : 1);
  }
}
