package org.amarula.chaos.agent;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The durable consumer's place: each time it comes it is another listener under the same name, as
 * after a restart of its bundle. To be driven by one thread.
 */
final class Audience {
  private final BundleContext context;
  private final ConnectionListener consumer;
  private ServiceRegistration<ConnectionListener> registration; // null: away

  Audience(BundleContext context, ConnectionListener consumer) {
    this.context = context;
    this.consumer = consumer;
  }

  /** Is there from now on. */
  void come() {
    if (registration == null) {
      registration =
          context.registerService(
              ConnectionListener.class,
              new Seat(consumer),
              new Hashtable<>(
                  Map.of(
                      ConnectionListener.PROFILE, "*", ConnectionListener.SUBSCRIPTION, "chaos")));
    }
  }

  /** Is away; what comes meanwhile is to be kept for it. */
  void leave() {
    if (registration != null) {
      registration.unregister();
      registration = null;
    }
  }

  /** One stay. */
  private record Seat(ConnectionListener consumer) implements ConnectionListener {
    @Override
    public CompletionStage<Void> onEvent(Connection connection, Event event) {
      return consumer.onEvent(connection, event);
    }
  }
}
