package org.amarula.benchmarks.lifecycle;

import java.nio.file.Path;
import java.util.Map;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;

/** Starts and stops instances in an embedded Felix, single ones and many at once. */
public final class LifecycleMain {
  private LifecycleMain() {}

  /** Arguments: DATA. */
  public static void main(String[] arguments) throws Exception {
    Sizes sizes = Sizes.chosen(); // the probe knows nothing but the properties
    System.setProperty("benchmarks.offline", String.valueOf(sizes.offline()));
    System.setProperty("benchmarks.instances", String.valueOf(sizes.instances()));
    try (EmbeddedFelix felix = EmbeddedFelix.start(Path.of(arguments[0]))) {
      single(felix.measure("single"));
      crowd(felix.measure("crowd"));
    }
  }

  private static void single(Map<String, Double> found) {
    double raw = found.get("rawMicros");
    tell(
        Measured.of(Goal.G17, found.get("startMicros") / raw)
            .with("startMicros", found.get("startMicros"))
            .with("startP99Micros", found.get("startP99Micros"))
            .with("rawMicros", raw)
            .with("groupMicros", found.get("groupMicros"))
            .with("services", 6));
    tell(
        Measured.of(Goal.G18, found.get("stopP99Millis"))
            .with("median", found.get("stopMillis"))
            .with("stops", found.get("stops")));
    tell(
        Measured.of(
                Goal.G18_LEFT,
                found.get("servicesLeft")
                    + found.get("instancesLeft")
                    + found.get("threadsLeft")
                    + found.get("timersLeft")
                    + found.get("objectsLeft"))
            .with("services", found.get("servicesLeft"))
            .with("instances", found.get("instancesLeft"))
            .with("threads", found.get("threadsLeft"))
            .with("timers", found.get("timersLeft"))
            .with("uncollected", found.get("objectsLeft")));
  }

  private static void crowd(Map<String, Double> found) {
    double count = found.get("count");
    tell(Measured.of(Goal.OFFLINE_START, found.get("startMillis")).with("instances", count));
    tell(Measured.of(Goal.OFFLINE_HEAP, found.get("heapKiB")).with("instances", count));
    tell(Measured.of(Goal.OFFLINE_FIND, found.get("findMicros")).with("instances", count));
    tell(Measured.of(Goal.OFFLINE_STOP, found.get("stopMillis")).with("instances", count));
    tell(
        Measured.of(Goal.OFFLINE_LEFT, found.get("left"))
            .with("heapLeftKiB", found.get("heapLeftKiB")));
  }

  private static void tell(Measured measured) {
    System.out.println(measured.toLine());
  }
}
