package org.amarula.shell.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Profile;

/** The words of one call, sorted into positions and options. */
final class Arguments {
  private final Usage usage;
  private final List<String> positions = new ArrayList<>();
  private final Map<String, String> options = new HashMap<>();

  private Arguments(Usage usage) {
    this.usage = usage;
  }

  static Arguments parse(Usage usage, List<Object> words) {
    Arguments arguments = new Arguments(usage);
    boolean plain = false;
    for (int i = 0; i < words.size(); i++) {
      String word = String.valueOf(words.get(i));
      if (plain || !word.startsWith("--")) {
        arguments.positions.add(word);
      } else if (word.equals("--")) {
        plain = true;
      } else if (usage.flagNames().contains(word.substring(2))) {
        arguments.options.put(word.substring(2), "true");
      } else if (usage.options().containsKey(word.substring(2)) && i + 1 < words.size()) {
        arguments.options.put(word.substring(2), String.valueOf(words.get(++i)));
      } else {
        throw arguments.misused("The option " + word + " is unknown or lacks its value");
      }
    }
    return arguments;
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }

  String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  long seconds(String name, long otherwise) {
    String value = options.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,6}")) {
      throw misused("The option --" + name + " needs a number of seconds");
    }
    return Long.parseLong(value);
  }

  /** The word at {@code index}; {@code name} is told when it is missing. */
  String required(int index, String name) {
    if (index >= positions.size()) {
      throw misused(name + " is missing");
    }
    return positions.get(index);
  }

  Profile profile() {
    return Profile.of(required(0, "PROFILE"));
  }

  /** The words from {@code index} on. */
  List<String> rest(int index) {
    return index >= positions.size() ? List.of() : positions.subList(index, positions.size());
  }

  CommandFailure misused(String problem) {
    return new CommandFailure("usage", problem + "; usage: " + usage.line());
  }
}
