package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Role;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Crashes one child of an account's tree on purpose. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=kill"})
public final class KillCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public KillCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("kill PROFILE ROLE", "Crashes one child of an account's tree on purpose."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    String text = arguments.required(1, "ROLE");
    Role role = Role.of(text).orElseThrow(() -> arguments.misused("'" + text + "' is no role"));
    ConnectionSupervisor supervisor = Accounts.supervisor(factory, arguments.profile());
    supervisor.kill(role);
    out.fact(
        Map.of("profile", supervisor.profile().name(), "killed", text), "Killed " + text + ".");
  }
}
