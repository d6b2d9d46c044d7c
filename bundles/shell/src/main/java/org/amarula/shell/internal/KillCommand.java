package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
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
  private static final Map<String, Role> OF_ONE_USER =
      Map.of("sender", Role.SENDER_SUPERVISOR, "custodian", Role.CUSTODIAN_SUPERVISOR);

  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public KillCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
            "kill PROFILE ROLE | kill PROFILE sender|custodian USER",
            "Crashes one child of an account's tree on purpose; USER is a phone number or an"
                + " address."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    String text = arguments.required(1, "ROLE");
    ConnectionSupervisor supervisor = Accounts.supervisor(factory, arguments.profile());
    Role ofOne = OF_ONE_USER.get(text);
    if (ofOne == null) {
      Role role = Role.of(text).orElseThrow(() -> arguments.misused("'" + text + "' is no role"));
      supervisor.kill(role);
    } else {
      Jid user = Accounts.address(arguments.required(2, "USER"));
      if (!supervisor.kill(ofOne, user)) {
        throw new CommandFailure(
            "not-found",
            "Account '" + supervisor.profile() + "' has no " + text + " for this user now.");
      }
    }
    out.fact(
        Map.of("profile", supervisor.profile().name(), "killed", text), "Killed " + text + ".");
  }
}
