package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of rules names classes and tests that exist. */
class SignalRulesPageTest {
  private static final Path BUNDLES = Path.of("..");
  private static final Path PAGE = Path.of("..", "..", "docs", "protocol", "signal-rules.md");
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

  @Test
  void everythingThatThePageNamesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher names = NAME.matcher(Files.readString(PAGE));
    int found = 0;
    while (names.find()) {
      found++;
      if (!exists(names.group(1), names.group(2))) {
        missing.add(names.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(90);
  }

  private static boolean exists(String type, String method) throws IOException {
    for (String bundle : List.of("messaging", "crypto", "connection")) {
      try (Stream<Path> files = Files.walk(BUNDLES.resolve(bundle).resolve("src"))) {
        List<Path> sources =
            files.filter(file -> file.getFileName().toString().equals(type + ".java")).toList();
        for (Path source : sources) {
          if (method == null || Files.readString(source).contains("void " + method + "(")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
