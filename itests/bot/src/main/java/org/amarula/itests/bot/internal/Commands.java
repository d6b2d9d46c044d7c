package org.amarula.itests.bot.internal;

import java.util.Optional;

/** What the bot knows: a line in, an answer out. Stateless. */
final class Commands {
  private static final String HELP = "I know: help, ping, echo TEXT";

  private Commands() {}

  /** The answer to a line; nothing when there is nothing to say. */
  static Optional<String> answer(String line) {
    String[] words = line.strip().split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "ping":
        return Optional.of("pong");
      case "echo":
        return rest.isEmpty() ? Optional.of(HELP) : Optional.of(rest);
      case "":
        return Optional.empty();
      default:
        return Optional.of(HELP);
    }
  }
}
