package org.amarula.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows is what is compiled and run. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path CONSUMER =
      Path.of("itests/consumer/src/main/java/org/amarula/itests/consumer/internal");

  @ParameterizedTest
  @CsvSource({"EchoComponent, echo", "OnlineGreeting, online"})
  void theComponentsAreTheCompiledOnes(String component, String tag) throws IOException {
    String source = Files.readString(ROOT.resolve(CONSUMER).resolve(component + ".java"));
    String begin = "// tag::" + tag + "\n";
    String shown =
        source.substring(source.indexOf(begin) + begin.length(), source.indexOf("// end::" + tag));

    assertThat(shown.lines().count()).isLessThanOrEqualTo(15);
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + shown + "```");
  }
}
