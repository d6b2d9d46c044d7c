package org.amarula.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Report;
import org.junit.jupiter.api.Test;

/**
 * Runs all rigs: in the default build briefly, to prove that they work; in the profile {@code
 * benchmarks} long enough to judge by them.
 */
class BenchmarksTest {
  @Test
  void everyMustIsMet() throws Exception {
    Sizes sizes = Sizes.chosen();

    Report report = Benchmarks.run(sizes);

    if (System.getProperty("benchmarks.groups", "").isEmpty()) {
      boolean peers = !System.getProperty("benchmarks.peers", "").isEmpty();
      assertThat(report.goals())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(Goal.values()).filter(goal -> peers || !goal.needsPeers()).toList());
    }
    if (sizes != Sizes.SLICE) {
      report.write(Path.of(System.getProperty("amarula.reports", "target"), "benchmarks.json"));
      assertThat(report.missed()).isEmpty();
    }
  }
}
