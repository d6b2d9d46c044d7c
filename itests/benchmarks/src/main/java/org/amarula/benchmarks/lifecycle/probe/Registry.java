package org.amarula.benchmarks.lifecycle.probe;

import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;

/** Counts the services of instances as they come and go. Thread-safe. */
final class Registry implements AutoCloseable {
  /** The tree and its five children. */
  static final int SERVICES = 6;

  private static final String OURS = "(amarula.instance.id=*)";
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final BundleContext context;
  private final AtomicLong registered = new AtomicLong();
  private final AtomicLong unregistered = new AtomicLong();

  // For all services, whatever classes this bundle could load: the framework need not look.
  private final AllServiceListener listener =
      event -> {
        if (event.getType() == ServiceEvent.REGISTERED) {
          registered.incrementAndGet();
        } else if (event.getType() == ServiceEvent.UNREGISTERING) {
          unregistered.incrementAndGet();
        }
      };

  Registry(BundleContext context) {
    this.context = context;
    try {
      context.addServiceListener(listener, OURS);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until so many instances have come with all their services since the beginning. */
  void awaitCome(long instances) {
    await(registered, instances * SERVICES);
  }

  /** Waits until so many instances have gone with all their services since the beginning. */
  void awaitGone(long instances) {
    await(unregistered, instances * SERVICES);
  }

  private static void await(AtomicLong counter, long target) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (counter.get() < target) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(counter + " of " + target + " services");
      }
      Thread.onSpinWait();
    }
  }

  /** How many services of instances there are now. */
  int left() {
    try {
      var references = context.getAllServiceReferences(null, OURS);
      return references == null ? 0 : references.length;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.removeServiceListener(listener);
  }
}
