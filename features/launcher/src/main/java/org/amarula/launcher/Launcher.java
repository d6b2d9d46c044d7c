package org.amarula.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs what a {@link CommandLine} asks for, over the given streams. */
final class Launcher {
  private static final List<String> SHELL = List.of("amarula-shell", "amarula-sandbox");
  private static final List<String> SANDBOX = List.of("amarula-sandbox");

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  /**
   * A launcher.
   *
   * @param in where lines come from
   * @param out gets results only
   * @param err gets failures
   * @param terminal whether a person types the lines
   */
  Launcher(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
    this.in = in;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.terminal = terminal;
  }

  /** Answers the exit status: 0, 1 when something failed, 2 for a wrong command line. */
  int run(List<String> arguments) {
    try {
      CommandLine line = CommandLine.parse(arguments);
      return switch (line.mode()) {
        case HELP -> help();
        case DEMO -> demo(line.data());
        case SHELL -> shell(line);
        case SANDBOX -> sandbox(line.rest());
      };
    } catch (UsageException e) {
      err.println("error: " + e.getMessage());
      err.print(CommandLine.USAGE);
      return 2;
    } catch (LaunchException | IOException e) {
      err.println(Failures.line(e));
      return 1;
    }
  }

  private int help() {
    out.print(CommandLine.USAGE);
    return 0;
  }

  private int shell(CommandLine line) throws IOException {
    Path data = line.data().orElse(Path.of(System.getProperty("user.home"), ".amarula"));
    DataDirectory.create(data);
    try (FileChannel held = DataDirectory.lock(data);
        PlainFelix felix = start(data);
        LineRunner runner = runner(felix, out)) {
      Shell shell = new Shell(input(), out, runner);
      if (terminal) {
        shell.prompt();
        return 0;
      }
      shell.piped(line.failFast());
      return runner.exitStatus();
    }
  }

  private int demo(Optional<Path> chosen) throws IOException {
    Path data =
        chosen.isPresent()
            ? DataDirectory.create(chosen.get())
            : Files.createTempDirectory("amarula-demo");
    boolean good;
    try (FileChannel held = DataDirectory.lock(data);
        PlainFelix felix = start(data)) {
      good = play(felix);
    }
    if (!good) {
      err.println("error: the demo failed; see " + data.resolve("logs"));
      return 1;
    }
    if (chosen.isEmpty()) {
      DataDirectory.remove(data);
    }
    return 0;
  }

  private static PlainFelix start(Path data) throws IOException {
    LogFile.open(data);
    return PlainFelix.start(data, SHELL);
  }

  private boolean play(PlainFelix felix) throws IOException {
    Capture capture = new Capture(out);
    PrintStream both = new PrintStream(capture, true, StandardCharsets.UTF_8);
    try (LineRunner runner = runner(felix, both)) {
      Shell shell = new Shell(input(), both, runner);
      boolean good = new Demo(shell, capture::take).run();
      if (good && terminal) {
        shell.prompt();
      }
      return good;
    }
  }

  private int sandbox(List<String> options) throws IOException {
    Path data = Files.createTempDirectory("amarula-sandbox");
    LogFile.toStandardError();
    // Only the server's own line may come on standard output.
    System.setOut(err);
    PlainFelix felix = PlainFelix.start(data, SANDBOX);
    // The server's main class ends the process by itself.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(felix, data), "amarula-remove"));
    System.setOut(out);
    SandboxRun.untilInputEnds(felix, options);
    return 0;
  }

  private void remove(PlainFelix felix, Path data) {
    felix.close();
    try {
      DataDirectory.remove(data);
    } catch (IOException e) {
      err.println(Failures.line(e));
    }
  }

  private LineRunner runner(PlainFelix felix, PrintStream to) {
    return new LineRunner(() -> GogoSession.open(felix.context(), to, err), to, err);
  }

  private BufferedReader input() {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
