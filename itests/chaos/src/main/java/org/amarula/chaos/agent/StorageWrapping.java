package org.amarula.chaos.agent;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.storage.Storage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Puts a {@link FlakyStorage} in front of the real storage service, as long as that one is there,
 * and has the supervision use it.
 */
final class StorageWrapping implements ServiceListener {
  private static final String MARK = "amarula.chaos";
  private static final String USER =
      "org.amarula.supervision.internal.factory.ConnectionFactoryComponent";

  private final BundleContext context;
  private final StorageTrouble trouble;
  private final ScheduledExecutorService timer;
  private final boolean forgetful;
  private ServiceRegistration<Storage> registration; // guarded by this

  StorageWrapping(
      BundleContext context,
      StorageTrouble trouble,
      ScheduledExecutorService timer,
      boolean forgetful) {
    this.context = context;
    this.trouble = trouble;
    this.timer = timer;
    this.forgetful = forgetful;
  }

  /** Has to run before the supervision's bundle starts. */
  void begin() throws IOException, InvalidSyntaxException {
    ServiceReference<ConfigurationAdmin> admin =
        context.getServiceReference(ConfigurationAdmin.class);
    context
        .getService(admin)
        .getConfiguration(USER, "?")
        .update(new Hashtable<>(Map.of("storage.target", "(" + MARK + "=true)")));
    context.ungetService(admin);
    String real = "(&(objectClass=" + Storage.class.getName() + ")(!(" + MARK + "=*)))";
    context.addServiceListener(this, real);
    ServiceReference<?>[] there = context.getServiceReferences((String) null, real);
    if (there != null) {
      wrap(there[0]);
    }
  }

  void end() {
    context.removeServiceListener(this);
    unwrap();
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      wrap(event.getServiceReference());
    } else if (event.getType() == ServiceEvent.UNREGISTERING) {
      unwrap();
    }
  }

  private void wrap(ServiceReference<?> reference) {
    Storage real = (Storage) context.getService(reference);
    if (real == null) {
      return;
    }
    Hashtable<String, Object> properties =
        new Hashtable<>(Map.of(MARK, true, Constants.SERVICE_RANKING, 100));
    ServiceRegistration<Storage> made =
        context.registerService(
            Storage.class, new FlakyStorage(real, trouble, timer, forgetful), properties);
    synchronized (this) {
      registration = made;
    }
  }

  private void unwrap() {
    ServiceRegistration<Storage> gone;
    synchronized (this) {
      gone = registration;
      registration = null;
    }
    if (gone != null) {
      gone.unregister();
    }
  }
}
