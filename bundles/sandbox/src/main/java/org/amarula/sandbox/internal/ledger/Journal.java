package org.amarula.sandbox.internal.ledger;

import com.google.gson.Gson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * A file to which one JSON object a line is added for all that happens to messages; for whoever
 * judges clients afterwards. Without a file it keeps nothing. Confined to the lane.
 */
public final class Journal implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final Optional<BufferedWriter> file;

  private Journal(Optional<BufferedWriter> file) {
    this.file = file;
  }

  /**
   * Adds to a file, or to nothing.
   *
   * @throws IllegalStateException when the file cannot be written
   */
  public static Journal of(Optional<Path> path) {
    return new Journal(path.map(Journal::open));
  }

  private static BufferedWriter open(Path path) {
    try {
      return Files.newBufferedWriter(
          path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("The ledger " + path + " cannot be written.", e);
    }
  }

  /** Whether there is a file. */
  public boolean isKept() {
    return file.isPresent();
  }

  /** Adds a line, which is with the operating system when this returns. */
  void add(Map<String, Object> facts) {
    if (file.isEmpty()) {
      return;
    }
    try {
      file.get().write(GSON.toJson(facts) + "\n");
      file.get().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The ledger cannot be written.", e);
    }
  }

  @Override
  public void close() {
    if (file.isEmpty()) {
      return;
    }
    try {
      file.get().close();
    } catch (IOException e) {
      throw new UncheckedIOException("The ledger cannot be closed.", e);
    }
  }
}
