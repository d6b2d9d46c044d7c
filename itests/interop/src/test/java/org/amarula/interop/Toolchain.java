package org.amarula.interop;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs that the suites need: without them they are skipped loudly, or fail where {@code
 * -Dinterop=required} asks for them.
 */
final class Toolchain {
  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)");

  private Toolchain() {}

  /** Goes on only with this program on the path. */
  static void require(String program) {
    if (find(program).isEmpty()) {
      skip(program + " is not installed");
    }
  }

  /** Goes on only with this program, in this version or a newer one. */
  static void require(List<String> question, int major, int minor)
      throws IOException, InterruptedException {
    String program = question.get(0);
    require(program);
    Process asked = new ProcessBuilder(question).redirectErrorStream(true).start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    if (!isAtLeast(answer, major, minor)) {
      skip(program + " " + major + "." + minor + " is needed, this is " + answer.strip());
    }
  }

  /** Whether the first version in a text is this one or newer. */
  static boolean isAtLeast(String text, int major, int minor) {
    Matcher found = VERSION.matcher(text);
    if (!found.find()) {
      return false;
    }
    int first = Integer.parseInt(found.group(1));
    int second = Integer.parseInt(found.group(2));
    return first > major || first == major && second >= minor;
  }

  private static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void skip(String reason) {
    String skipped = "INTEROP SKIPPED: " + reason;
    System.out.println(skipped);
    if (System.getProperty("interop", "").equals("required")) {
      Assertions.fail(skipped + ", but -Dinterop=required asks for it");
    }
    Assumptions.abort(skipped);
  }
}
