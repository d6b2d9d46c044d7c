package org.amarula.shell.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows one running account. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=info"})
public final class InfoCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final Clock clock = Clock.systemUTC();

  /** The command over the API. */
  @Activate
  public InfoCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("info PROFILE", "Shows one running account."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    InstanceStatus status = Accounts.status(factory, arguments.profile());
    Map<String, Object> json = StatusLine.json(status);
    status.ownAddress().ifPresent(own -> json.put("address", own.toString()));
    if (out.json()) {
      out.fact(json, "");
      return;
    }
    Instant now = clock.instant();
    line(out, "profile", status.profile().name());
    line(out, "instance", status.instanceId().value());
    line(out, "state", status.state().text());
    status.reason().ifPresent(reason -> line(out, "reason", reason.code()));
    status.reason().ifPresent(reason -> line(out, "", reason.text()));
    status.retryAt().ifPresent(at -> line(out, "next attempt", "in " + Ages.between(now, at)));
    status
        .lastRoundTrip()
        .ifPresent(at -> line(out, "round trip", Ages.between(at, now) + " ago, " + at));
    line(out, "queue", String.valueOf(status.queued()));
    line(out, "stored", String.valueOf(status.stored()));
    line(out, "restarts", String.valueOf(status.restarts()));
    status.ownAddress().ifPresent(own -> line(out, "address", own.toString()));
  }

  private static void line(Output out, String name, String value) {
    out.text(String.format("%-13s %s", name, value));
  }
}
