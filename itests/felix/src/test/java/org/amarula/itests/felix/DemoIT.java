package org.amarula.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoIT {
  @Test
  void demoShowsBothSidesAndEndsWell() throws IOException {
    try (AmarulaProcess demo = AmarulaProcess.start("demo")) {
      int status = demo.finish();

      assertThat(demo.complaints()).isEmpty();
      assertThat(status).isZero();
      assertThat(demo.printed())
          .contains("amarula> sandbox-start", "amarula> pair alice", "amarula> pair bob")
          .containsPattern("[█▀▄]{10,}")
          .contains("alice pairing", "bob pairing", "alice online", "bob online")
          .containsPattern("bob <- \\S+: Hello Bob, this is Alice\\.")
          .containsPattern("alice <- \\S+: Hello Alice, I can read you\\.")
          .contains(
              "supervisor of alice", "supervisor of bob", "table-owner", "custodian-supervisor");
    }
    assertThat(leftInTemporaryDirectory()).noneMatch(name -> name.startsWith("amarula-demo"));
  }

  private static List<String> leftInTemporaryDirectory() throws IOException {
    try (Stream<Path> files = Files.list(AmarulaProcess.work().resolve("tmp"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
