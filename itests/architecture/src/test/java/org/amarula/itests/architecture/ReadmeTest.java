package org.amarula.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What README and the page on tests show is what is compiled and run. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final String CONSUMER =
      "itests/consumer/src/main/java/org/amarula/itests/consumer/internal/";
  private static final String BOT = "itests/bot/src/main/java/org/amarula/itests/bot/internal/";
  private static final String TEST = "itests/bot/src/test/java/org/amarula/itests/bot/internal/";
  private static final String PAGE = "docs/testing-bots.md";

  @ParameterizedTest
  @CsvSource({
    "README.md, " + CONSUMER + "EchoComponent, echo",
    "README.md, " + CONSUMER + "OnlineGreeting, online",
    "README.md, " + TEST + "CommandBotTest, test",
    PAGE + ", " + BOT + "CommandBot, bot",
    PAGE + ", " + TEST + "CommandBotStoriesTest, group",
    PAGE + ", " + TEST + "CommandBotStoriesTest, trouble"
  })
  void whatIsShownIsCompiled(String page, String type, String tag) throws IOException {
    String source = Files.readString(ROOT.resolve(type + ".java"));
    String begin = "// tag::" + tag + "\n";
    String shown =
        source
            .substring(source.indexOf(begin) + begin.length(), source.indexOf("// end::" + tag))
            .stripTrailing()
            .concat("\n");

    assertThat(shown.lines().count()).isLessThanOrEqualTo(15);
    assertThat(Files.readString(ROOT.resolve(page))).contains("```java\n" + shown + "```");
  }
}
