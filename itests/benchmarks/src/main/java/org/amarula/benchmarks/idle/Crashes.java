package org.amarula.benchmarks.idle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.instance.Role;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.fleet.Fleet;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.goal.Numbers;

/** One connection after the other crashes: how long until it is online again. */
final class Crashes {
  private final Fleet fleet;
  private final Sizes sizes;

  Crashes(Fleet fleet, Sizes sizes) {
    this.fleet = fleet;
    this.sizes = sizes;
  }

  void measure() throws InterruptedException {
    ConnectionFactory factory = fleet.factory();
    List<InstanceStatus> all = factory.instances();
    int online = fleet.online().now();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < Math.min(sizes.crashes(), all.size()); i++) {
      long lost = fleet.online().lost();
      long begin = System.nanoTime();
      factory.supervisor(all.get(i).instanceId()).orElseThrow().kill(Role.CONNECTION);
      fleet.online().awaitBoth(online, lost + 1);
      millis.add((System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }
    System.out.println(
        Measured.of(Goal.CRASH, Numbers.median(millis)).with("crashes", millis.size()).toLine());
    System.out.println(
        Measured.of(Goal.CRASH_P99, Numbers.percentile(99, millis))
            .with("crashes", millis.size())
            .toLine());
  }
}
