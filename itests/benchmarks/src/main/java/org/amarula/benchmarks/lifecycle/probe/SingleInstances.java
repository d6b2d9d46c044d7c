package org.amarula.benchmarks.lifecycle.probe;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionSettings;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.ComponentInstance;

/** One instance after the other starts and stops, between registrations of a plain service. */
final class SingleInstances {
  private static final int ROUNDS = 9;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int COLLECTIONS = 20;

  private final BundleContext context;
  private final ConnectionFactory factory;

  @SuppressWarnings("rawtypes")
  private final ServiceReference<ComponentFactory> groupFactory;

  private final int each = Integer.getInteger("benchmarks.instances", 100);
  private final List<WeakReference<Connection>> stopped = new ArrayList<>();
  private final List<Double> raw = new ArrayList<>();
  private final List<Double> groups = new ArrayList<>();
  private final List<Double> starts = new ArrayList<>();
  private final List<Double> stops = new ArrayList<>();
  private long gone;

  SingleInstances(BundleContext context, ConnectionFactory factory) {
    this.context = context;
    this.factory = factory;
    this.groupFactory = groupFactory(context);
  }

  Map<String, Double> measure() {
    try (Registry registry = new Registry(context)) {
      startAndStop(registry, "first"); // after it, the one timer of all accounts' watch runs
      long timers = Timers.pending();
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        round(registry);
      }
      List.of(raw, groups, starts, stops).forEach(List::clear);
      int threads = threads();
      for (int i = 0; i < ROUNDS; i++) {
        round(registry);
      }
      // At once: a stopped instance has nothing to wait for.
      long pending = Math.max(0, Timers.pending() - timers);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("rawMicros", percentile(raw, 50));
      figures.put("groupMicros", percentile(groups, 50));
      figures.put("startMicros", percentile(starts, 50));
      figures.put("startP99Micros", percentile(starts, 99));
      figures.put("stopMillis", percentile(stops, 50) / 1000);
      figures.put("stopP99Millis", percentile(stops, 99) / 1000);
      figures.put("servicesLeft", (double) registry.left());
      figures.put("instancesLeft", (double) factory.instances().size());
      figures.put("threadsLeft", (double) Math.max(0, threads() - threads));
      figures.put("timersLeft", (double) pending);
      figures.put("objectsLeft", (double) uncollected());
      figures.put("stops", (double) stops.size());
      return figures;
    }
  }

  private void round(Registry registry) {
    for (int i = 0; i < each; i++) {
      raw.add(registration());
      groups.add(group());
      startAndStop(registry, "single-" + i);
    }
  }

  private double registration() {
    Hashtable<String, Object> properties =
        new Hashtable<>(Map.of("instance", "1", "profile", "one", "role", "raw"));
    long begin = System.nanoTime();
    ServiceRegistration<Runnable> registration =
        context.registerService(Runnable.class, () -> {}, properties);
    double micros = (System.nanoTime() - begin) / 1e3;
    registration.unregister();
    return micros;
  }

  /** The component that an instance's registrations belong to, alone. */
  private double group() {
    ComponentFactory<?> components = context.getService(groupFactory);
    long begin = System.nanoTime();
    ComponentInstance<?> component = components.newInstance(new Hashtable<>());
    double micros = (System.nanoTime() - begin) / 1e3;
    component.dispose();
    return micros;
  }

  @SuppressWarnings("rawtypes")
  private static ServiceReference<ComponentFactory> groupFactory(BundleContext context) {
    try {
      return context
          .getServiceReferences(ComponentFactory.class, "(component.factory=org.amarula.instance)")
          .iterator()
          .next();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void startAndStop(Registry registry, String profile) {
    ConnectionSettings settings = ConnectionSettings.of(profile).with("connect", "false");
    long begin = System.nanoTime();
    Connection connection = factory.start(settings);
    registry.awaitCome(gone + 1);
    long up = System.nanoTime();
    boolean found = factory.stop(connection.instanceId()).toCompletableFuture().join();
    registry.awaitGone(gone + 1);
    long down = System.nanoTime();
    if (!found) {
      throw new IllegalStateException("A started instance was not found.");
    }
    gone++;
    starts.add((up - begin) / 1e3);
    stops.add((down - up) / 1e3);
    stopped.add(new WeakReference<>(connection));
  }

  /** A timer, a thread or a table that still knows a stopped instance keeps its handle alive. */
  private long uncollected() {
    long left = stopped.size();
    for (int i = 0; i < COLLECTIONS && left > 0; i++) {
      System.gc();
      LockSupport.parkNanos(100_000_000L);
      left = stopped.stream().filter(reference -> reference.get() != null).count();
    }
    return left;
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  static double percentile(List<Double> values, int share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int rank = (int) Math.ceil(share / 100.0 * sorted.length);
    return Arrays.copyOf(sorted, Math.max(1, rank))[Math.max(1, rank) - 1];
  }
}
