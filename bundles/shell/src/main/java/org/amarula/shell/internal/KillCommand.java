package org.amarula.shell.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.ChildStatus;
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

  private static final Duration PACE = Duration.ofMillis(50);
  private static final int LOOKS = 100;

  private final ConnectionFactory factory;
  private final EventLog log;

  /** The command over the API. */
  @Activate
  public KillCommand(@Reference ConnectionFactory factory, @Reference EventLog log) {
    super(
        Usage.of(
            "kill PROFILE ROLE | kill PROFILE sender|custodian USER",
            "Crashes one child of an account's tree on purpose; USER is a phone number or an"
                + " address."));
    this.factory = factory;
    this.log = log;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    String text = arguments.required(1, "ROLE");
    ConnectionSupervisor supervisor = Accounts.supervisor(factory, arguments.profile());
    Role ofOne = OF_ONE_USER.get(text);
    if (ofOne == null) {
      Role role = Role.of(text).orElseThrow(() -> arguments.misused("'" + text + "' is no role"));
      int before = restarts(supervisor, role);
      supervisor.kill(role);
      awaitSuccessor(supervisor, role, before);
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

  // What the next line asks is answered by the child that took its place.
  private void awaitSuccessor(ConnectionSupervisor supervisor, Role role, int before)
      throws InterruptedException {
    boolean replaced = false;
    for (int look = 0; !replaced && look < LOOKS; look++) {
      replaced = log.await(PACE, () -> isReplaced(supervisor, role, before)).isPresent();
    }
  }

  private static int restarts(ConnectionSupervisor supervisor, Role role) {
    return child(supervisor, role).map(ChildStatus::restarts).orElse(0);
  }

  private static Optional<Boolean> isReplaced(
      ConnectionSupervisor supervisor, Role role, int before) {
    boolean waiting =
        child(supervisor, role)
            .filter(child -> child.restarts() == before || child.state().equals("restarting"))
            .isPresent();
    return waiting ? Optional.empty() : Optional.of(true);
  }

  private static Optional<ChildStatus> child(ConnectionSupervisor supervisor, Role role) {
    return supervisor.children().stream().filter(child -> child.role() == role).findFirst();
  }
}
