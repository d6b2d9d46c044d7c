package org.amarula.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.amarula.chaos.run.Minimums;
import org.amarula.chaos.run.Processes;
import org.junit.jupiter.api.Test;

/** Accounts chat while a driver breaks things; a process apart judges by the files. */
class ChaosIT {
  private static final Path WORK = Path.of(System.getProperty("amarula.work", "target/work"));
  private static final Path REPORTS =
      Path.of(System.getProperty("amarula.reports", "target/reports"));

  @Test
  void nothingAcceptedIsLostWhateverBreaks() throws Exception {
    Minimums minimums =
        Minimums.of(
            Integer.getInteger("chaos.seconds", 15), Integer.getInteger("chaos.accounts", 12));
    Processes run = new Processes(fresh("chaos"), minimums, seed());

    int status = run.play(Processes.NO_FAULT);

    assertThat(run.judge(REPORTS.resolve("chaos.json"))).as("the judge's status").isZero();
    assertThat(status).as("the status of the process under test").isZero();
  }

  @Test
  void storageThatForgetsIsFound() throws Exception {
    Processes run = new Processes(fresh("planted"), Minimums.of(4, 4), seed());

    run.play("forgetful-inbox");

    Path report = fresh("planted-report").resolve("planted.json");
    assertThat(run.judge(report)).as("the judge's status").isEqualTo(1);
    assertThat(Files.readString(report)).doesNotContain("\"lost\": 0,");
  }

  private static long seed() {
    long seed = Long.getLong("chaos.seed", 0);
    return seed == 0 ? System.nanoTime() % 1_000_000 : seed;
  }

  private static Path fresh(String name) throws IOException {
    Path directory = WORK.resolve(name).toAbsolutePath();
    if (Files.exists(directory)) {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return Files.createDirectories(directory);
  }
}
