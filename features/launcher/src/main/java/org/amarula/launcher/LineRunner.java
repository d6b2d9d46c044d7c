package org.amarula.launcher;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Runs command lines: one after the other, those that end with {@code &} beside the others. Keeps
 * the exit status. Thread-safe.
 */
final class LineRunner implements AutoCloseable {
  /** What runs a line: a Gogo session. */
  interface Session extends AutoCloseable {
    String execute(String line) throws Exception;

    @Override
    void close();
  }

  private final Supplier<Session> sessions;
  private final PrintStream out;
  private final PrintStream err;
  private final Session foreground;
  private final List<Session> background = new CopyOnWriteArrayList<>();
  private volatile boolean closing;
  private volatile boolean failed;

  LineRunner(Supplier<Session> sessions, PrintStream out, PrintStream err) {
    this.sessions = sessions;
    this.out = out;
    this.err = err;
    this.foreground = sessions.get();
  }

  /** Runs a line; false when it failed. A line in the background counts as good until it fails. */
  boolean run(ShellLine line) {
    if (line.isEmpty()) {
      return true;
    }
    return line.background() ? startBeside(line) : runIn(foreground, line);
  }

  private boolean startBeside(ShellLine line) {
    Session session = sessions.get();
    background.add(session);
    Thread thread = new Thread(() -> runIn(session, line), "amarula-shell-background");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  private boolean runIn(Session session, ShellLine line) {
    try {
      String value = session.execute(line.text());
      if (!value.isEmpty()) {
        out.println(value);
      }
      return true;
    } catch (Exception e) {
      return fail(e);
    } catch (LinkageError | AssertionError e) {
      return fail(e); // a broken command is no reason to lose the shell
    }
  }

  private boolean fail(Throwable failure) {
    if (!closing) { // what is cut off at the end of input has not failed
      failed = true;
      out.flush();
      err.println(Failures.line(failure));
    }
    return false;
  }

  /** 0 when no line failed so far, else 1. */
  int exitStatus() {
    return failed ? 1 : 0;
  }

  /** Cuts off what runs in the background. */
  @Override
  public void close() {
    closing = true;
    background.forEach(Session::close);
    foreground.close();
  }
}
