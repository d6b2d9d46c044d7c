package org.amarula.sandbox;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The arguments {@code [--port N] [--tls] [--ledger FILE] [--transcript FILE] [--tape FILE]}, of
 * the program and of the command. Stateless.
 */
public final class SandboxArguments {
  /** What may be given. */
  public static final String USAGE =
      "[--port N] [--tls] [--ledger FILE] [--transcript FILE] [--tape FILE]";

  private SandboxArguments() {}

  /** Reads them; {@link IllegalArgumentException} tells what is wrong. */
  public static SandboxOptions parse(String... arguments) {
    SandboxOptions options = SandboxOptions.defaults();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--tls")) {
        options = options.withTls(true);
      } else if (arguments[i].equals("--port") && i + 1 < arguments.length) {
        options = options.withPort(port(arguments[++i]));
      } else if (arguments[i].equals("--ledger") && i + 1 < arguments.length) {
        options = options.withLedger(file(arguments[++i]));
      } else if (arguments[i].equals("--transcript") && i + 1 < arguments.length) {
        options = options.withTranscript(file(arguments[++i]));
      } else if (arguments[i].equals("--tape") && i + 1 < arguments.length) {
        options = options.withTape(file(arguments[++i]));
      } else {
        throw new IllegalArgumentException(
            "The argument " + arguments[i] + " is unknown or incomplete; use " + USAGE + ".");
      }
    }
    return options;
  }

  private static Path file(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("A file is expected, not " + text + ".", e);
    }
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + text + ".");
    }
    return Integer.parseInt(text);
  }
}
