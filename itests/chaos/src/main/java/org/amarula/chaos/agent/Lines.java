package org.amarula.chaos.agent;

import com.google.gson.Gson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file to which JSON objects are added, one a line, each handed to the operating system before
 * {@link #add} returns. Thread-safe.
 */
final class Lines implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final BufferedWriter file;

  Lines(Path path) throws IOException {
    file =
        Files.newBufferedWriter(
            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized void add(String event, Map<String, ?> facts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("at", System.currentTimeMillis());
    line.putAll(facts);
    try {
      file.write(GSON.toJson(line) + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
