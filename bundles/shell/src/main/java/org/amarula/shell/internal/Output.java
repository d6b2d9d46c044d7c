package org.amarula.shell.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a table for people, or JSON lines for programs. */
final class Output {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final PrintStream console;
  private final boolean json;

  Output(PrintStream console, boolean json) {
    this.console = console;
    this.json = json;
  }

  boolean json() {
    return json;
  }

  /** A line for people only. */
  void text(String line) {
    if (!json) {
      console.println(line);
      console.flush();
    }
  }

  /** A fact: the map as JSON for programs, {@code line} for people. */
  void fact(Map<String, Object> fact, String line) {
    console.println(json ? GSON.toJson(fact) : line);
    console.flush();
  }

  /** A failure: a JSON line for programs; people see the sentence from their shell. */
  void failure(CommandFailure failure) {
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("error", failure.name());
      line.put("message", failure.getMessage());
      console.println(GSON.toJson(line));
      console.flush();
    }
  }

  /** Lines for people only. */
  void lines(List<String> lines) {
    if (!json) {
      lines.forEach(console::println);
      console.flush();
    }
  }
}
