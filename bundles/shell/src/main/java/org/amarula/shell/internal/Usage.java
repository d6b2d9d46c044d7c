package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a command is called.
 *
 * @param line the command line, for instance {@code wait PROFILE STATE}
 * @param purpose one sentence
 * @param options the options that take a value, with what they mean
 * @param flags the options that take none, with what they mean
 */
record Usage(String line, String purpose, Map<String, String> options, Map<String, String> flags) {

  static Usage of(String line, String purpose) {
    return new Usage(line, purpose, Map.of(), Map.of());
  }

  Usage withOption(String name, String meaning) {
    return new Usage(line, purpose, added(options, name, meaning), flags);
  }

  Usage withFlag(String name, String meaning) {
    return new Usage(line, purpose, options, added(flags, name, meaning));
  }

  Set<String> flagNames() {
    Set<String> names = new TreeSet<>(flags.keySet());
    names.add("json");
    names.add("help");
    return names;
  }

  String help() {
    StringBuilder text = new StringBuilder("usage: ").append(line).append("\n").append(purpose);
    options.forEach((name, meaning) -> text.append(String.format("%n  --%-18s %s", name, meaning)));
    flags.forEach((name, meaning) -> text.append(String.format("%n  --%-18s %s", name, meaning)));
    text.append(String.format("%n  --%-18s %s", "json", "prints JSON lines, for programs"));
    return text.toString();
  }

  private static Map<String, String> added(Map<String, String> to, String name, String meaning) {
    Map<String, String> all = new LinkedHashMap<>(to);
    all.put(name, meaning);
    return all;
  }
}
