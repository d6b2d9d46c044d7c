package org.amarula.benchmarks.signal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.benchmarks.goal.Numbers;

/**
 * Runs contestants by turns on this thread, each for the same short time, so that all of them see
 * the same machine. What counts is the thread's own time on a core, for whatever else runs on a
 * shared machine takes its time from all, but not evenly. The first rounds only warm up.
 */
final class Contest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long BATCH_NANOS = 200_000; // reading the clock takes a system call

  private final int rounds;
  private final int warmUp;
  private final long nanos;
  private final Map<String, Runnable> contestants = new LinkedHashMap<>();

  /** So many rounds that count after others that do not, in which each runs for so long. */
  Contest(int rounds, int warmUp, long millis) {
    this.rounds = rounds;
    this.warmUp = warmUp;
    this.nanos = millis * 1_000_000;
  }

  Contest with(String name, Runnable operation) {
    contestants.put(name, operation);
    return this;
  }

  /** The median rate of each, in operations per second of its core. */
  Map<String, Double> run() {
    Map<String, double[]> rates = new LinkedHashMap<>();
    contestants.keySet().forEach(name -> rates.put(name, new double[rounds]));
    for (int round = -warmUp; round < rounds; round++) {
      for (Map.Entry<String, Runnable> each : contestants.entrySet()) {
        double rate = rate(each.getValue());
        if (round >= 0) {
          rates.get(each.getKey())[round] = rate;
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    rates.forEach((name, values) -> medians.put(name, Numbers.median(values)));
    return medians;
  }

  private double rate(Runnable operation) {
    long begin = THREADS.getCurrentThreadCpuTime();
    long spent = 0;
    long done = 0;
    long batch = 1;
    while (spent < nanos) {
      for (long i = 0; i < batch; i++) {
        operation.run();
      }
      done += batch;
      spent = THREADS.getCurrentThreadCpuTime() - begin;
      batch = Math.max(1, done * BATCH_NANOS / Math.max(1, spent));
    }
    return done * 1e9 / spent;
  }
}
