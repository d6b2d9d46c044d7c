package org.amarula.itests.probe;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import org.amarula.api.connection.ConnectionListener;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a durable listener of all accounts, and the commands. */
public final class ProbeActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    context.registerService(
        ConnectionListener.class,
        new ProbeListener(context),
        new Hashtable<>(
            Map.of(ConnectionListener.PROFILE, "*", ConnectionListener.SUBSCRIPTION, "probe")));
    context.registerService(
        Function.class, new ProbeCommands(context), new Hashtable<>(Map.of("probe", "commands")));
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the services back.
  }
}
