package org.amarula.launcher;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Where logs go, so that standard output carries results only. */
final class LogFile {
  private static final long LARGEST = 10L << 20;

  // SPI Fly tells each provider that it finds. Kept, since the JDK forgets unused loggers.
  private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

  private LogFile() {}

  /**
   * Sends logs, and whatever a library prints by itself, to {@code logs/amarula.log} in the data
   * directory. A log of more than 10 MiB is first put aside as {@code amarula.log.1}.
   */
  static void open(Path data) throws IOException {
    Path file = DataDirectory.create(data.resolve("logs")).resolve("amarula.log");
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      Files.move(file, file.resolveSibling("amarula.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    PrintStream log =
        new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
    System.setOut(log);
    System.setErr(log);
    toStandardError();
  }

  /** Sends logs to the present standard error. */
  static void toStandardError() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
    // Gogo replaces System.err for each thread: the logger must keep the stream of now.
    System.setProperty("org.slf4j.simpleLogger.cacheOutputStream", "true");
    SPI_FLY.setLevel(Level.WARNING);
    LoggerFactory.getLogger(LogFile.class).info("Amarula starts");
  }
}
