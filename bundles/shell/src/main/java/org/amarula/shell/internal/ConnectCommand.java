package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Wants an account online; leaves a terminal state. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=connect"})
public final class ConnectCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public ConnectCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("connect PROFILE", "Wants an account online; leaves a terminal state."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Connection connection = Accounts.connection(factory, arguments.profile());
    connection.connect();
    out.fact(
        Map.of("profile", connection.profile().name(), "wanted", "online"),
        "Account " + connection.profile() + " connects.");
  }
}
