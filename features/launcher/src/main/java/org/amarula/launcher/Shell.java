package org.amarula.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/** Feeds the lines of an input to the runner: a terminal's behind a prompt, others in silence. */
final class Shell {
  private static final String PROMPT = "amarula> ";

  private final BufferedReader in;
  private final PrintStream out;
  private final LineRunner runner;

  Shell(BufferedReader in, PrintStream out, LineRunner runner) {
    this.in = in;
    this.out = out;
    this.runner = runner;
  }

  /** Runs lines until the input ends; with {@code failFast}, until one fails. */
  void piped(boolean failFast) throws IOException {
    for (String raw = in.readLine(); raw != null; raw = in.readLine()) {
      ShellLine line = ShellLine.of(raw);
      if (line.isExit() || (!runner.run(line) && failFast)) {
        return;
      }
    }
  }

  /** Runs lines behind a prompt until {@code exit} or the end of input. */
  void prompt() throws IOException {
    for (String raw = ask(); raw != null; raw = ask()) {
      ShellLine line = ShellLine.of(raw);
      if (line.isExit()) {
        return;
      }
      runner.run(line);
    }
    out.println();
  }

  private String ask() throws IOException {
    out.print(PROMPT);
    out.flush();
    return in.readLine();
  }

  /** Runs one line as if it had been typed. */
  boolean typed(String line) {
    out.println(PROMPT + line);
    return runner.run(ShellLine.of(line));
  }
}
