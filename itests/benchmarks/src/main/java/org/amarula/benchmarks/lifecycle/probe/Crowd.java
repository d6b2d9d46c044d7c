package org.amarula.benchmarks.lifecycle.probe;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionSettings;
import org.osgi.framework.BundleContext;

/** Thousands of instances at the same time, none of which connects. */
final class Crowd {
  private static final int WARM_UP = 20;
  private static final int FINDS = 9;

  private final BundleContext context;
  private final ConnectionFactory factory;
  private final List<Double> finds = new ArrayList<>();
  private final int count = Integer.getInteger("benchmarks.offline", 10_000);

  Crowd(BundleContext context, ConnectionFactory factory) {
    this.context = context;
    this.factory = factory;
  }

  Map<String, Double> measure() {
    try (Registry registry = new Registry(context)) {
      List<InstanceId> some = start("warm", WARM_UP);
      registry.awaitCome(WARM_UP);
      stop(some);
      registry.awaitGone(WARM_UP);

      long heap = heap();
      long begin = System.nanoTime();
      List<InstanceId> all = start("crowd", count);
      registry.awaitCome(WARM_UP + count);
      double started = System.nanoTime() - begin;
      double grown = heap() - heap;

      for (int i = 0; i < FINDS; i++) {
        // Its own time, since one thread does it all: the machine may be busy otherwise.
        begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        find(all);
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
        finds.add(took / 1e3 / (2.0 * count));
      }

      begin = System.nanoTime();
      stop(all);
      registry.awaitGone(WARM_UP + count);
      double stopped = System.nanoTime() - begin;

      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("count", (double) count);
      figures.put("startMillis", started / 1e6 / count);
      figures.put("heapKiB", grown / 1024 / count);
      figures.put("findMicros", SingleInstances.percentile(finds, 50));
      figures.put("stopMillis", stopped / 1e6 / count);
      figures.put("left", (double) (registry.left() + factory.instances().size()));
      figures.put("heapLeftKiB", (heap() - heap) / 1024.0);
      return figures;
    }
  }

  private List<InstanceId> start(String name, int many) {
    List<InstanceId> ids = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      ids.add(
          factory
              .start(ConnectionSettings.of(name + "-" + i).with("connect", "false"))
              .instanceId());
    }
    return ids;
  }

  private void find(List<InstanceId> ids) {
    for (int i = 0; i < ids.size(); i++) {
      boolean both =
          factory.find(ids.get(i)).isPresent()
              && factory.findByProfile(Profile.of("crowd-" + i)).isPresent();
      if (!both) {
        throw new IllegalStateException("Instance " + i + " was not found.");
      }
    }
  }

  private void stop(List<InstanceId> ids) {
    List<CompletableFuture<Boolean>> stops = new ArrayList<>();
    ids.forEach(id -> stops.add(factory.stop(id).toCompletableFuture()));
    stops.forEach(CompletableFuture::join);
  }

  private static long heap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
      LockSupport.parkNanos(100_000_000L);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
