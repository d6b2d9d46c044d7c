package org.amarula.itests.karaf;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A stock Karaf as a process of its own, with a piped console. Killed when closed. */
final class KarafProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final Writer console;
  private final List<String> lines = new ArrayList<>();
  private int next;
  private boolean ended;

  private KarafProcess(Process process) {
    this.process = process;
    this.console = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "itest-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /** Unpacks the distribution and lets it start with our features. */
  static Path install(Path directory) throws IOException, InterruptedException {
    remove(directory);
    Files.createDirectories(directory);
    Process tar =
        new ProcessBuilder(
                "tar",
                "-xzf",
                System.getProperty("karaf.distribution"),
                "--strip-components=1",
                "-C",
                directory.toString())
            .inheritIO()
            .start();
    if (!tar.waitFor(60, TimeUnit.SECONDS) || tar.exitValue() != 0) {
      throw new AssertionError("The distribution cannot be unpacked.");
    }
    String features = "mvn:org.amarula/features/%s/xml/features";
    configure(
        directory.resolve("etc/org.apache.karaf.features.cfg"),
        Map.of(
            "featuresRepositories",
            features.formatted(System.getProperty("amarula.version")),
            "featuresBoot",
            "amarula-shell"));
    Files.writeString(
        directory.resolve("etc/org.ops4j.pax.url.mvn.cfg"),
        """
        org.ops4j.pax.url.mvn.localRepository = %s
        org.ops4j.pax.url.mvn.defaultRepositories = file:${karaf.home}/system@id=system@snapshots
        org.ops4j.pax.url.mvn.defaultLocalRepoAsRemote = false
        org.ops4j.pax.url.mvn.useFallbackRepositories = false
        org.ops4j.pax.url.mvn.repositories = file:${karaf.home}/nowhere@id=central
        """
            .formatted(System.getProperty("local.repository")));
    return directory;
  }

  private static void remove(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  // Adds to the lists that these keys hold; each list begins on the line of its key.
  private static void configure(Path file, Map<String, String> additions) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> addition : additions.entrySet()) {
      String key = addition.getKey() + " = ";
      if (!text.contains(key)) {
        throw new AssertionError("No " + key + "in " + file);
      }
      text = text.replace(key, key + addition.getValue() + ", ");
    }
    Files.writeString(file, text);
  }

  static KarafProcess start(Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(directory.resolve("bin/karaf").toString())
            .directory(directory.toFile())
            .redirectError(new File(directory.toFile(), "console.err"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TERM", "dumb");
    builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_"));
    return new KarafProcess(builder.start());
  }

  /** Waits until our commands are there: the console is up before the features are. */
  KarafProcess awaitCommands() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean there = false;
    while (!there && System.nanoTime() < deadline) {
      type("amarula:profiles --help");
      there = await(line -> line.contains("usage: profiles"), 1).isPresent();
    }
    return this;
  }

  void type(String line) throws IOException {
    console.write(line + "\n");
    console.flush();
  }

  /** Waits for the next line of output that holds this text. */
  String await(String text) throws InterruptedException {
    return await(line -> line.contains(text), PATIENCE_SECONDS)
        .orElseThrow(() -> new AssertionError("No '" + text + "'; there was:\n" + printed()));
  }

  /** Shuts down as a user does, and waits for the end. */
  void shutdown() throws IOException, InterruptedException {
    type("system:shutdown -f");
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("Karaf does not end; it printed:\n" + printed());
    }
  }

  synchronized String printed() {
    return String.join("\n", lines);
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("[the stream broke: " + e.getMessage() + "]");
    }
    end();
  }

  // The console redraws its prompt on the same line.
  private synchronized void add(String line) {
    lines.add(line.substring(line.lastIndexOf('\r') + 1));
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private synchronized Optional<String> await(Predicate<String> wanted, long seconds)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      while (next < lines.size()) {
        String line = lines.get(next++);
        if (wanted.test(line)) {
          return Optional.of(line);
        }
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (ended || millis <= 0) {
        return Optional.empty();
      }
      wait(millis);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
