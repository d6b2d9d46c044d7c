package org.amarula.shell.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.event.MessageReceived;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Prints the latest messages of an account. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=read"})
public final class ReadCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final EventLog log;

  /** The command over the API. */
  @Activate
  public ReadCommand(@Reference ConnectionFactory factory, @Reference EventLog log) {
    super(
        Usage.of(
                "read PROFILE [--wait N] [--timeout S]",
                "Prints the latest messages of an account.")
            .withOption("wait", "waits until there are so many")
            .withOption("timeout", "how many seconds to wait, 30 by default"));
    this.factory = factory;
    this.log = log;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Accounts.connection(factory, profile);
    long wanted = arguments.seconds("wait", 0);
    Duration patience = Duration.ofSeconds(arguments.seconds("timeout", 30));
    List<EventLog.Entry> found =
        log.await(patience, () -> Optional.of(messages(profile)).filter(m -> m.size() >= wanted))
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "timeout", "Fewer than " + wanted + " messages came in time."));
    for (EventLog.Entry entry : found) {
      out.fact(entry.line().json(), entry.line().text());
    }
  }

  private List<EventLog.Entry> messages(Profile profile) {
    return log.since(profile, 0).stream()
        .filter(entry -> entry.event() instanceof MessageReceived)
        .toList();
  }
}
