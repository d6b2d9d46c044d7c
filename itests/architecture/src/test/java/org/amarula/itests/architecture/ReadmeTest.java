package org.amarula.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and run. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path COMPONENT =
      Path.of(
          "itests/consumer/src/main/java/org/amarula/itests/consumer/internal/EchoComponent.java");

  @Test
  void theConsumerIsTheCompiledOne() throws IOException {
    String source = Files.readString(ROOT.resolve(COMPONENT));
    String begin = "// tag::echo\n";
    String shown =
        source.substring(source.indexOf(begin) + begin.length(), source.indexOf("// end::echo"));

    assertThat(shown.lines().count()).isLessThanOrEqualTo(15);
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + shown + "```");
  }
}
