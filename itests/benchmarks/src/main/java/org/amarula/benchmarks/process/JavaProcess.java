package org.amarula.benchmarks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another Java process with the class path of this one. Ends with {@link #close}. */
public final class JavaProcess implements AutoCloseable {
  private static final int GRACE_SECONDS = 20;

  private final Process process;
  private final BufferedReader lines;

  private JavaProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts one that ends with its standard input; its main class may leave that alone.
   *
   * @param log where its standard error goes
   * @param jvm options of the JVM
   */
  public static JavaProcess startRig(
      Class<?> main, Path log, List<String> jvm, List<String> arguments) throws IOException {
    List<String> named = new ArrayList<>(arguments);
    named.add(0, main.getName());
    return start(RigMain.class, log, jvm, named);
  }

  /**
   * Starts one whose main class ends with its standard input.
   *
   * @param log where its standard error goes
   * @param jvm options of the JVM
   */
  public static JavaProcess start(Class<?> main, Path log, List<String> jvm, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("benchmarks."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(arguments);
    Files.createDirectories(log.toAbsolutePath().getParent());
    return new JavaProcess(new ProcessBuilder(command).redirectError(log.toFile()).start());
  }

  // The test runner hides the real class path behind a jar that it deletes at its end.
  private static String classPath() {
    String tests = System.getProperty("surefire.test.class.path");
    return tests == null ? System.getProperty("java.class.path") : tests;
  }

  /** The next line of its standard output; empty at its end. */
  public Optional<String> line() throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  /** Writes a line to its standard input. */
  public void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for its end and tells its exit status. */
  public int exit() throws InterruptedException {
    return process.waitFor();
  }

  /** Closes its standard input, by which it is asked to end, and makes sure that it does. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The directory for what is left over: {@code benchmarks.work}, or a temporary one. */
  public static Path workDirectory(String name) throws IOException {
    String work = System.getProperty("benchmarks.work");
    if (work == null) {
      return Files.createTempDirectory("amarula-benchmarks-" + name);
    }
    Path directory = Path.of(work, name);
    if (Files.exists(directory)) {
      delete(directory);
    }
    return Files.createDirectories(directory);
  }

  /** Removes a directory with all that is in it. */
  public static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      paths.map(Path::toFile).sorted((a, b) -> b.compareTo(a)).forEach(File::delete);
    }
  }
}
