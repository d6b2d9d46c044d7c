package org.amarula.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigMainTest {
  @TempDir private Path work;

  /** A rig that would never end by itself. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(arguments[0]);
      new CountDownLatch(1).await();
    }
  }

  @Test
  void rigEndsWithItsStandardInput() throws Exception {
    JavaProcess rig =
        JavaProcess.startRig(Endless.class, work.resolve("log"), List.of(), List.of("it runs"));
    assertThat(rig.line()).contains("it runs");

    rig.close();

    assertThat(rig.exit()).as("not killed").isEqualTo(RigMain.ORPHANED);
  }
}
