package org.amarula.itests.felix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The launcher's jar as a process of its own, with its streams. Killed when closed. */
final class AmarulaProcess implements AutoCloseable {
  private static final String WATCHED = "amarula.sandbox.transcripts";
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Writer in;
  private final Lines out;
  private final Lines err;

  private AmarulaProcess(Process process) {
    this.process = process;
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = new Lines(process.getInputStream());
    err = new Lines(process.getErrorStream());
  }

  static AmarulaProcess start(String... arguments) {
    try {
      Path temporary = Files.createDirectories(work().resolve("tmp"));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-Xmx512m");
      command.add("-Djava.io.tmpdir=" + temporary);
      command.add("-D" + WATCHED + "=" + System.getProperty(WATCHED, temporary.toString()));
      command.add("-jar");
      command.add(System.getProperty("amarula.jar"));
      command.addAll(List.of(arguments));
      return new AmarulaProcess(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where these tests keep what they make. */
  static Path work() {
    return Path.of(System.getProperty("amarula.work"));
  }

  /** Types a line. */
  void type(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The process reads no more: " + line, e);
    }
  }

  /** Waits for the next line of output that is wanted. */
  String await(Predicate<String> wanted) {
    return out.await(wanted);
  }

  /** Waits for the next line of output that holds this text. */
  String await(String text) {
    return await(line -> line.contains(text));
  }

  /** Ends the input and answers the exit status. */
  int finish() {
    try {
      in.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("The process does not end; it printed:\n" + printed());
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end as a service manager does, and answers the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The process does not end.");
    }
    return process.exitValue();
  }

  /** All of standard output, once it has ended. */
  String printed() {
    return out.all();
  }

  /** All of standard error, once it has ended. */
  String complaints() {
    return err.all();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The lines of a stream, as they come. */
  private static final class Lines {
    private final List<String> lines = new ArrayList<>();
    private int next;
    private boolean ended;

    Lines(InputStream from) {
      Thread reader = new Thread(() -> read(from), "itest-reader");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream from) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        add("[the stream broke: " + e.getMessage() + "]");
      }
      end();
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized String await(Predicate<String> wanted) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (true) {
        while (next < lines.size()) {
          String line = lines.get(next++);
          if (wanted.test(line)) {
            return line;
          }
        }
        pause(deadline);
      }
    }

    synchronized String all() {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!ended) {
        pause(deadline);
      }
      return String.join("\n", lines);
    }

    private void pause(long deadline) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || millis <= 0) {
        throw new AssertionError("It did not come; there was:\n" + String.join("\n", lines));
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
