package org.amarula.benchmarks.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What this process takes at one moment.
 *
 * @param heap bytes in use after several collections
 * @param process resident bytes, 0 where the system does not tell
 * @param threads the live threads that Java knows, main and its own helpers included
 * @param systemThreads with those of the collector and the compilers, 0 where it is not told
 */
public record Footprint(long heap, long process, int threads, int systemThreads) {
  private static final int COLLECTIONS = 4;
  private static final long BREATH_NANOS = 200_000_000L;
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Measures, which takes a second or so. */
  public static Footprint measure() {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      LockSupport.parkNanos(BREATH_NANOS); // references are cleared by other threads
    }
    return new Footprint(heap, status("VmRSS:") * 1024, threadsNow(), (int) status("Threads:"));
  }

  /** The live threads of this moment that Java knows. */
  public static int threadsNow() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** The most threads that there were at one time since the process began. */
  public static int mostThreads() {
    return ManagementFactory.getThreadMXBean().getPeakThreadCount();
  }

  /** The Java threads by name, without their numbers. */
  public static Map<String, Integer> threadGroups() {
    Map<String, Integer> groups = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      groups.merge(
          thread.getName().replaceAll("[-#@ ]*[0-9a-f]*[0-9][0-9a-f]*", ""), 1, Integer::sum);
    }
    return groups;
  }

  private static long status(String key) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // another system than Linux
    }
  }
}
