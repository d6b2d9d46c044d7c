package org.amarula.shell.internal;

import java.time.Duration;
import java.util.Optional;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Waits until an account is in a state, for instance online. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=wait"})
public final class WaitCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final EventLog log;

  /** The command over the API. */
  @Activate
  public WaitCommand(@Reference ConnectionFactory factory, @Reference EventLog log) {
    super(
        Usage.of(
                "wait PROFILE STATE [--timeout S]",
                "Waits until an account is in a state, for instance online.")
            .withOption("timeout", "how many seconds to wait, 60 by default"));
    this.factory = factory;
    this.log = log;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    String wanted = arguments.required(1, "STATE");
    if (ConnectionState.of(wanted).isEmpty()) {
      throw arguments.misused("'" + wanted + "' is no state");
    }
    Duration patience = Duration.ofSeconds(arguments.seconds("timeout", 60));
    InstanceStatus reached =
        log.await(patience, () -> settled(profile, wanted))
            .orElseThrow(() -> late(Accounts.status(factory, profile), wanted));
    if (!reached.state().text().equals(wanted)) {
      throw late(reached, wanted);
    }
    out.fact(StatusLine.json(reached), "Account " + profile + " is " + wanted + ".");
  }

  // An end from which nothing leads on is told at once, not after the time.
  private Optional<InstanceStatus> settled(Profile profile, String wanted) {
    InstanceStatus status = Accounts.status(factory, profile);
    boolean there = status.state().text().equals(wanted) || status.state().terminal();
    return there ? Optional.of(status) : Optional.empty();
  }

  private static CommandFailure late(InstanceStatus status, String wanted) {
    String why = status.reason().map(reason -> " " + reason.text()).orElse("");
    return new CommandFailure(
        status.reason().map(DisconnectReason::code).orElse("timeout"),
        "Account '"
            + status.profile()
            + "' is "
            + status.state().text()
            + ", not "
            + wanted
            + "."
            + why);
  }
}
