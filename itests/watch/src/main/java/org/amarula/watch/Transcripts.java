package org.amarula.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files to which the servers of a test class write, this process's and others', and how long
 * they were when a test began. Not thread-safe.
 */
final class Transcripts {
  private static final String BROKEN = " -- broke ";

  private final Path directory;
  private final Map<Path, Integer> before = new HashMap<>();

  Transcripts(Path directory) {
    this.directory = directory;
  }

  /** From here on everything is new. */
  void mark() {
    files().forEach(file -> before.put(file, lines(file).size()));
  }

  private List<Path> files() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The transcript " + file + " cannot be read.", e);
    }
  }

  /** What servers wrote since the mark, one after the other. */
  List<String> added() {
    List<String> added = new ArrayList<>();
    for (Path file : files()) {
      List<String> lines = lines(file);
      added.addAll(lines.subList(before.getOrDefault(file, 0), lines.size()));
    }
    return added;
  }

  /** The rules that clients broke since the mark. */
  List<String> broken() {
    return added().stream().filter(line -> line.contains(BROKEN)).toList();
  }

  void delete() {
    files().forEach(Transcripts::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
