package org.amarula.benchmarks.idle;

import java.nio.file.Path;
import org.amarula.benchmarks.fleet.Fleet;
import org.amarula.benchmarks.process.Sandbox;

/**
 * Links {@code COUNT} new accounts at the sandbox of {@code LINE} and keeps them in {@code DATA}.
 */
public final class PairMain {
  private PairMain() {}

  /** Arguments: LINE DATA COUNT. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[2]);
    long begin = System.nanoTime();
    try (Fleet fleet = new Fleet(Sandbox.of(arguments[0]), Path.of(arguments[1]))) {
      fleet.pair(fleet.family("idle", 0, count));
      System.out.printf("paired %d accounts in %.1f s%n", count, (System.nanoTime() - begin) / 1e9);
    }
  }
}
