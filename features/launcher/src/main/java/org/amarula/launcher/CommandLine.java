package org.amarula.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the launcher was asked for.
 *
 * @param mode what to run
 * @param data the data directory, when one was named
 * @param failFast whether the first failed line ends a piped shell
 * @param rest what belongs to the mode itself: the sandbox's own options
 */
record CommandLine(Mode mode, Optional<Path> data, boolean failFast, List<String> rest) {
  /** What the launcher can run. */
  enum Mode {
    DEMO,
    SHELL,
    SANDBOX,
    HELP
  }

  /** Options of the sandbox that name a file. */
  private static final Set<String> FILES = Set.of("--ledger", "--transcript", "--tape");

  static final String USAGE =
      """
      usage: java -jar amarula.jar [demo] [--data DIR]
             java -jar amarula.jar shell [--data DIR] [--fail-fast]
             java -jar amarula.jar sandbox [--port N] [--tls] [--ledger FILE]
                  [--transcript FILE] [--tape FILE]

      demo      two accounts pair with a local server and chat; then a prompt (without an argument, too)
      shell     a prompt; reads its lines from standard input when that is no terminal
      sandbox   the local server alone; prints one JSON line, ends with its standard input

        --data DIR    where accounts and logs are kept; by default .amarula in the home directory,
                      and for the demo a fresh directory that is removed afterwards
        --fail-fast   the first failed line ends the shell
        --port N      the port of the local server; by default any free one
        --tls         the local server speaks wss
        --ledger FILE the local server adds there what became of each message
        --transcript FILE  it adds there a line for each stanza, fit to be shown to others
        --tape FILE   it adds there each stanza as it is, to be played again
        --help        this text
      """;

  /**
   * Reads the arguments.
   *
   * @throws UsageException when they do not follow {@link #USAGE}
   */
  static CommandLine parse(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return new CommandLine(Mode.HELP, Optional.empty(), false, List.of());
    }
    boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
    Mode mode = named ? mode(arguments.get(0)) : Mode.DEMO;
    List<String> options = arguments.subList(named ? 1 : 0, arguments.size());
    if (mode == Mode.SANDBOX) {
      return new CommandLine(mode, Optional.empty(), false, sandboxOptions(options));
    }
    Optional<Path> data = Optional.empty();
    boolean failFast = false;
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.equals("--data")) {
        data = Optional.of(path(value(options, ++i, "--data DIR"), "--data needs a directory"));
      } else if (option.equals("--fail-fast") && mode == Mode.SHELL) {
        failFast = true;
      } else {
        throw new UsageException("unknown option '" + option + "'");
      }
    }
    return new CommandLine(mode, data, failFast, List.of());
  }

  private static Mode mode(String name) {
    return switch (name) {
      case "demo" -> Mode.DEMO;
      case "shell" -> Mode.SHELL;
      case "sandbox" -> Mode.SANDBOX;
      default -> throw new UsageException("unknown command '" + name + "'");
    };
  }

  private static List<String> sandboxOptions(List<String> options) {
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.equals("--port")) {
        port(value(options, ++i, "--port N"));
      } else if (FILES.contains(option)) {
        path(value(options, ++i, option + " FILE"), option + " needs a file");
      } else if (!option.equals("--tls")) {
        throw new UsageException("unknown option '" + option + "'");
      }
    }
    return List.copyOf(options);
  }

  private static void port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw new UsageException("--port needs a number from 0 to 65535, not '" + text + "'");
    }
  }

  private static Path path(String text, String rule) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(rule + ", not '" + text + "'");
    }
  }

  private static String value(List<String> options, int index, String usage) {
    if (index >= options.size()) {
      throw new UsageException("a value is missing: " + usage);
    }
    return options.get(index);
  }
}
