package org.amarula.shell.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintStream;
import java.util.ArrayList;
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

  /** Rows with a heading, in columns; nothing for programs. */
  void table(List<String> heading, List<List<String>> rows) {
    if (json) {
      return;
    }
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
    int[] widths = new int[heading.size()];
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(String.format("%-" + Math.max(1, widths[i]) + "s  ", row.get(i)));
      }
      console.println(line.toString().stripTrailing());
    }
    console.flush();
  }
}
