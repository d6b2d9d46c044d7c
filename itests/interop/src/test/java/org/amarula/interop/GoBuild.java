package org.amarula.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** The Go client, unmodified, with our driver: built below {@code target} once for each run. */
final class GoBuild {
  private static final int BUILD_MINUTES = 8;
  private static Path built;

  private GoBuild() {}

  /** The driver; skips loudly where Go is missing. */
  static synchronized Path driver() throws IOException, InterruptedException {
    if (built == null) {
      Toolchain.require(List.of("go", "version"), 1, 24);
      built = build();
    }
    return built;
  }

  private static Path build() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("interop.target", "target")).resolve("go");
    Path driver = home.resolve("driver").toAbsolutePath();
    Path log = home.resolve("build.log");
    Files.createDirectories(home);
    ProcessBuilder command =
        new ProcessBuilder("go", "build", "-mod=readonly", "-o", driver.toString(), ".")
            .directory(Path.of(System.getProperty("interop.go", "src/test/go")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().put("GOTOOLCHAIN", "local"); // no other Go than the installed one
    command.environment().put("CGO_ENABLED", "0");
    Process go = command.start();
    if (!go.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
      go.destroyForcibly();
      Assertions.fail("go build did not end within " + BUILD_MINUTES + " minutes");
    }
    if (go.exitValue() != 0) {
      Assertions.fail("go build failed: " + Files.readString(log));
    }
    return driver;
  }
}
