package org.amarula.messaging.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A few devices that send, receive, crash and recover in orders of chance, over the real messenger
 * and ciphers: after the storm every message was read or reported. {@code -Dmodel.runs} says how
 * many runs, {@code -Dmodel.seed} from which seed; a seed gives the same run again.
 */
class ModelTest {
  private static final int RUNS = Integer.getInteger("model.runs", 30);
  private static final long FIRST = 1;
  private static final int RUNS_TO_FIND = 40;

  @Test
  @Timeout(value = 8, unit = TimeUnit.HOURS)
  void everyMessageIsReadOrReported() throws IOException {
    long given = Long.getLong("model.seed", FIRST); // 0: one of the moment
    long first = given == 0 ? System.nanoTime() >>> 8 : given;
    System.out.println("model: " + RUNS + " runs from seed " + first);
    ModelReport report = new ModelReport(first, RUNS);
    for (long seed = first; seed < first + RUNS; seed++) {
      report.add(ModelRun.of(seed, Planted.NONE));
    }

    report.print(System.out);
    report.write(Path.of(System.getProperty("amarula.reports", "target/reports"), "model.json"));
    assertThat(report.failed()).as("seeds of failed runs").isEmpty();
    assertThat(report.missing()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedFaultIsFound(Planted fault) {
    long seed = 1;
    while (seed <= RUNS_TO_FIND && ModelRun.of(seed, fault).violations().isEmpty()) {
      seed++;
    }
    System.out.println("model: " + fault + " is found by run " + seed);
    assertThat(seed).isLessThanOrEqualTo(RUNS_TO_FIND);
  }

  @Test
  void seedGivesTheSameRunAgain() {
    ModelRun.Result one = ModelRun.of(7, Planted.NONE);
    ModelRun.Result other = ModelRun.of(7, Planted.NONE);

    assertThat(other.trace()).isEqualTo(one.trace());
    assertThat(other.figures().all()).isEqualTo(one.figures().all());
  }
}
