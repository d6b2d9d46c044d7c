package org.amarula.stack;

import java.util.List;

/** Which threads of ours there are. */
final class Threads {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private Threads() {}

  /** The names of our threads that do not end within ten seconds. */
  static List<String> leftAfterAWhile() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    List<String> left = ours();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      left = ours();
    }
    return left;
  }

  static List<String> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("amarula"))
        .sorted()
        .toList();
  }
}
