package org.amarula.itests.dynamics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amarula.itests.harness.EmbeddedFelix;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * What there is at one moment: threads by name, descriptors by what they stand for (sockets among
 * them), services by class. Numbers inside names do not distinguish.
 */
record Census(
    Map<String, Long> threads, Map<String, Long> descriptors, Map<String, Long> services) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long SETTLE_SECONDS = 20;
  private static final long CORES = Runtime.getRuntime().availableProcessors();

  /** Of the store: one that writes, one that moves the log, four that read. */
  private static final long CONNECTIONS = 6;

  // Pools whose threads come with work and go without it, and the most that each may have.
  private static final Map<String, Long> BREATHING =
      Map.of(
          "amarula-worker-#",
          Math.max(2, CORES),
          "amarula-callback-#",
          4L,
          "amarula-storage-completion-#",
          2L,
          "FelixResolver-#",
          CORES);

  static Census take(BundleContext context) {
    return new Census(threadsByName(), descriptorsByTarget(), servicesByClass(context));
  }

  /** Whether this system tells what descriptors are open. */
  static boolean tellsDescriptors() {
    return Files.isDirectory(DESCRIPTORS);
  }

  /** Our threads that run now; none of them may outlive its bundle. */
  static Set<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("amarula"))
        .collect(Collectors.toSet());
  }

  long sockets() {
    return descriptors.getOrDefault("socket:[#]", 0L);
  }

  static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The threads and descriptors of which there are more than before, as {@code name=n}. A pool that
   * breathes has grown when it is larger than it may ever be.
   */
  Map<String, Long> grownSince(Census before) {
    Map<String, Long> grown = new TreeMap<>();
    threads.forEach(
        (name, count) -> {
          long most = BREATHING.getOrDefault(name, before.threads.getOrDefault(name, 0L));
          if (count > most) {
            grown.put(name, count - most);
          }
        });
    descriptors.forEach(
        (name, count) -> {
          long present = before.descriptors.getOrDefault(name, 0L);
          // SQLite opens it for a reader with the first read, which needs enough readers at a time
          long more = count - (name.endsWith(".db-wal") ? CONNECTIONS : present);
          if (more > 0) {
            grown.put(name, more);
          }
        });
    return grown;
  }

  /** The services when they are as expected, or when they had time enough to become so. */
  static Map<String, Long> servicesLike(Map<String, Long> expected, EmbeddedFelix felix) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
    felix
        .journal()
        .until(
            "the end of the time to settle",
            SETTLE_SECONDS + 10,
            () ->
                servicesByClass(felix.context()).equals(expected) || System.nanoTime() > deadline);
    return servicesByClass(felix.context());
  }

  private static Map<String, Long> threadsByName() {
    return counted(
        Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName));
  }

  private static Map<String, Long> descriptorsByTarget() {
    if (!tellsDescriptors()) {
      return Map.of();
    }
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return counted(open.map(Census::target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile"; // the listing's own descriptor
    }
  }

  private static Map<String, Long> servicesByClass(BundleContext context) {
    try {
      ServiceReference<?>[] all = context.getAllServiceReferences(null, null);
      return counted(
          Stream.of(all)
              .map(service -> String.join("+", (String[]) service.getProperty("objectClass"))));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Long> counted(Stream<String> names) {
    return names
        .map(name -> name.replaceAll("[0-9]+", "#"))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }
}
