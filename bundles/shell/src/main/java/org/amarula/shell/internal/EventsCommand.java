package org.amarula.shell.internal;

import java.time.Duration;
import java.util.Optional;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Prints the latest events of an account. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=events"})
public final class EventsCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final EventLog log;

  /** The command over the API. */
  @Activate
  public EventsCommand(@Reference ConnectionFactory factory, @Reference EventLog log) {
    super(
        Usage.of("events PROFILE [--follow]", "Prints the latest events of an account.")
            .withFlag("follow", "stays, and prints what comes until the account ends"));
    this.factory = factory;
    this.log = log;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Accounts.connection(factory, profile);
    long seen = print(profile, 0, out);
    while (arguments.has("follow") && factory.findByProfile(profile).isPresent()) {
      long before = seen;
      log.await(
          Duration.ofSeconds(1),
          () -> Optional.of(log.since(profile, before)).filter(news -> !news.isEmpty()));
      seen = print(profile, before, out);
    }
  }

  private long print(Profile profile, long after, Output out) {
    long last = after;
    for (EventLog.Entry entry : log.since(profile, after)) {
      out.fact(entry.line().json(), entry.line().text());
      last = entry.number();
    }
    return last;
  }
}
