package org.amarula.benchmarks.lifecycle.probe;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.Callable;
import org.amarula.api.connection.ConnectionFactory;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Offers two measurements as services of the type {@link Callable}, by the property {@code name};
 * each answers figures by name. Lives as long as its bundle.
 */
public final class Probe implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    offer(context, "single", () -> new SingleInstances(context, factory(context)).measure());
    offer(context, "crowd", () -> new Crowd(context, factory(context)).measure());
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the services back.
  }

  private static void offer(
      BundleContext context, String name, Callable<Map<String, Double>> measurement) {
    context.registerService(Callable.class, measurement, new Hashtable<>(Map.of("name", name)));
  }

  private static ConnectionFactory factory(BundleContext context) {
    ServiceReference<ConnectionFactory> reference =
        context.getServiceReference(ConnectionFactory.class);
    if (reference == null) {
      throw new IllegalStateException("There is no ConnectionFactory.");
    }
    return context.getService(reference);
  }
}
