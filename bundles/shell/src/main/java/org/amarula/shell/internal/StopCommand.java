package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Stops an account and everything of its instance; keeps its credentials. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=stop"})
public final class StopCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public StopCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
            "stop PROFILE",
            "Stops an account and everything of its instance; keeps its credentials."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Connection connection = Accounts.connection(factory, arguments.profile());
    boolean stopped = await(factory.stop(connection.instanceId()));
    out.fact(
        Map.of("profile", connection.profile().name(), "stopped", stopped),
        "Account " + connection.profile() + " is stopped.");
  }
}
