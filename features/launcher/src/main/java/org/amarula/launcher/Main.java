package org.amarula.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.List;

/** The entry point of {@code amarula.jar}; see {@link CommandLine#USAGE}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    // The real streams: System.out and System.err are given to the log, and Gogo replaces them.
    Launcher launcher =
        new Launcher(
            System.in,
            new PrintStream(new FileOutputStream(FileDescriptor.out)),
            new PrintStream(new FileOutputStream(FileDescriptor.err)),
            isTerminal());
    System.exit(launcher.run(List.of(arguments)));
  }

  // Since Java 22 there is always a console, and it has to be asked.
  private static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      Method question = java.io.Console.class.getMethod("isTerminal");
      return (Boolean) question.invoke(System.console());
    } catch (ReflectiveOperationException e) {
      return true; // Java 21 and before: a console is a terminal
    }
  }
}
