package org.amarula.interop;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/**
 * The installed npm client: our driver and its packages below {@code target}, installed once and
 * again when the lock file changes.
 */
final class Npm {
  private static final int INSTALL_MINUTES = 5;

  private Npm() {}

  /** The folder with {@code client.mjs}; skips loudly where Node is missing. */
  static Path install() throws IOException, InterruptedException {
    Path source = Path.of(System.getProperty("interop.node", "src/test/node"));
    Path home = Path.of(System.getProperty("interop.target", "target")).resolve("node");
    Toolchain.require(List.of("node", "--version"), 20, 0);
    Toolchain.require("npm");
    Files.createDirectories(home);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(source)) {
      for (Path file : files) {
        Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path stamp = home.resolve(".installed");
    String lock = hash(home.resolve("package-lock.json"));
    if (!Files.exists(stamp) || !Files.readString(stamp).equals(lock)) {
      ci(home);
      Files.writeString(stamp, lock);
    }
    return home;
  }

  private static void ci(Path home) throws IOException, InterruptedException {
    Path log = home.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm", "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
      npm.destroyForcibly();
      Assertions.fail("npm ci did not end within " + INSTALL_MINUTES + " minutes");
    }
    if (npm.exitValue() != 0) {
      Assertions.fail("npm ci failed: " + Files.readString(log));
    }
  }

  private static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
