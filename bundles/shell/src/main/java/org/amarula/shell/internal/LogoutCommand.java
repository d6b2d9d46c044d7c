package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Unlinks an account from its phone and wipes its credentials. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=logout"})
public final class LogoutCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public LogoutCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of("logout PROFILE", "Unlinks an account from its phone and wipes its credentials."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Connection connection = Accounts.connection(factory, arguments.profile());
    await(connection.logout());
    out.fact(
        Map.of("profile", connection.profile().name(), "state", connection.state().text()),
        "Account " + connection.profile() + " is logged out.");
  }
}
