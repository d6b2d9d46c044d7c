package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Wants an account offline; keeps its credentials. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=disconnect"})
public final class DisconnectCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public DisconnectCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("disconnect PROFILE", "Wants an account offline; keeps its credentials."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Connection connection = Accounts.connection(factory, arguments.profile());
    await(connection.disconnect());
    out.fact(
        Map.of("profile", connection.profile().name(), "state", connection.state().text()),
        "Account " + connection.profile() + " is disconnected.");
  }
}
