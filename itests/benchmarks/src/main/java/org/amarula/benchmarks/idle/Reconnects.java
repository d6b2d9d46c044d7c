package org.amarula.benchmarks.idle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.fleet.Fleet;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.goal.Numbers;
import org.amarula.benchmarks.process.Footprint;
import org.amarula.benchmarks.process.Sandbox;

/** The server drops all connections at once: how long until all are back (G21). */
final class Reconnects {
  /**
   * Who was online for less waits before the next attempt, longer each time, and we measure that.
   */
  private static final long STABLE_SECONDS = 61;

  private final Sandbox sandbox;
  private final Fleet fleet;
  private final Sizes sizes;

  Reconnects(Sandbox sandbox, Fleet fleet, Sizes sizes) {
    this.sandbox = sandbox;
    this.fleet = fleet;
    this.sizes = sizes;
  }

  void measure() throws InterruptedException {
    keep(sizes.reconnecting());
    int count = fleet.online().now();
    List<Double> seconds = new ArrayList<>();
    int before = Footprint.mostThreads();
    for (int i = 0; i < sizes.rounds(); i++) {
      TimeUnit.SECONDS.sleep(STABLE_SECONDS);
      long lost = fleet.online().lost();
      long begin = System.nanoTime();
      sandbox.drop(count);
      fleet.online().awaitBoth(count, lost + count);
      seconds.add((System.nanoTime() - begin) / 1e9);
    }
    double median = Numbers.median(seconds);
    System.out.println(
        Measured.of(Goal.G21, median)
            .with("accounts", count)
            .with("perSecond", count / median)
            .with("fastest", Numbers.percentile(0, seconds))
            .with("slowest", Numbers.percentile(100, seconds))
            .toLine());
    // Pools that had shrunk may fill up again, but not beyond what the logins took.
    System.out.println(
        Measured.of(Goal.G21_THREADS, Footprint.mostThreads() - before)
            .with("before", before)
            .toLine());
  }

  private void keep(int count) {
    ConnectionFactory factory = fleet.factory();
    List<CompletableFuture<?>> stops = new ArrayList<>();
    List<InstanceStatus> all = factory.instances();
    for (InstanceStatus each : all.subList(count, all.size())) {
      factory
          .find(each.instanceId())
          .map(Connection::instanceId)
          .ifPresent(id -> stops.add(factory.stop(id).toCompletableFuture()));
    }
    CompletableFuture.allOf(stops.toArray(new CompletableFuture<?>[0])).join();
  }
}
