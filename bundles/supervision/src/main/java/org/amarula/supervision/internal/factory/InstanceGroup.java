package org.amarula.supervision.internal.factory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Hashtable;
import java.util.Map;
import org.amarula.supervision.internal.instance.ServicePublisher;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The services of one instance in the registry. A DS factory component without references, so that
 * the stop of a provider leaves it to the factory to stop all groups in parallel; it registers
 * plain objects itself, since wired factory components are quadratic in the number of instances. It
 * is no service: only the factory that makes it knows it.
 */
@Component(
    factory = InstanceGroup.FACTORY,
    service = {})
public final class InstanceGroup implements ServicePublisher {
  static final String FACTORY = "org.amarula.instance";

  private final BundleContext context;
  private final Deque<ServiceRegistration<?>> registrations =
      new ArrayDeque<>(8); // guarded by this
  private boolean ended; // guarded by this

  /** An empty group. */
  @Activate
  public InstanceGroup(BundleContext context) {
    this.context = context;
  }

  @Override
  public Runnable publish(Class<?> type, Object service, Map<String, Object> properties) {
    ServiceRegistration<?> registration;
    try {
      registration = context.registerService(type.getName(), service, new Hashtable<>(properties));
    } catch (IllegalStateException e) {
      return () -> {}; // the bundle stops: nothing is made known any more
    }
    boolean late;
    synchronized (this) {
      registrations.push(registration);
      late = ended;
    }
    if (late) {
      withdraw(registration);
    }
    return () -> withdraw(registration);
  }

  /** Takes back what is still registered, in reverse order. */
  @Deactivate
  public void deactivate() {
    synchronized (this) {
      ended = true; // a condition may still be on its way
    }
    ServiceRegistration<?> registration = last();
    while (registration != null) {
      withdraw(registration);
      registration = last();
    }
  }

  private synchronized ServiceRegistration<?> last() {
    return registrations.peek();
  }

  private void withdraw(ServiceRegistration<?> registration) {
    synchronized (this) {
      if (!registrations.remove(registration)) {
        return;
      }
    }
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      return; // the framework took it back first, because the bundle stops
    }
  }
}
