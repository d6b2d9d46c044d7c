package org.amarula.benchmarks.lifecycle.probe;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What timers still have to do, by what lies in the heap. Stateless. */
final class Timers {
  private static final String TASK =
      "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask";

  private Timers() {}

  /** How many tasks are planned, or were and are still held. */
  static long pending() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return histogram
          .toString()
          .lines()
          .filter(line -> line.contains(TASK + " "))
          .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
          .sum();
    } catch (JMException e) {
      throw new IllegalStateException("This JVM does not tell what lies in its heap.", e);
    }
  }
}
