package org.amarula.itests.dynamics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts the tests and keeps their figures in {@code dynamics.json}, written after each class. */
final class Report implements TestWatcher, AfterAllCallback {
  private static final Map<String, Long> FIGURES = new TreeMap<>(); // guarded by itself

  static void put(String name, long value) {
    synchronized (FIGURES) {
      FIGURES.put(name, value);
    }
  }

  static void add(String name, long value) {
    synchronized (FIGURES) {
      FIGURES.merge(name, value, Long::sum);
    }
  }

  static void highest(String name, long value) {
    synchronized (FIGURES) {
      FIGURES.merge(name, value, Math::max);
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    add("passed", 1);
    System.out.println("passed: " + context.getTestMethod().orElseThrow().getName());
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    add("failed", 1);
    System.out.println("FAILED: " + context.getTestMethod().orElseThrow().getName());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    add("passed", 0);
    add("failed", 0);
    synchronized (FIGURES) {
      write();
      System.out.println(
          "dynamics: " + FIGURES.get("passed") + " passed, " + FIGURES.get("failed") + " failed");
    }
  }

  private static void write() {
    String json =
        FIGURES.entrySet().stream()
            .map(figure -> "\"" + figure.getKey() + "\":" + figure.getValue())
            .collect(Collectors.joining(",", "{", "}\n"));
    try {
      Path reports =
          Files.createDirectories(Path.of(System.getProperty("amarula.reports", "target/reports")));
      Files.writeString(reports.resolve("dynamics.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
