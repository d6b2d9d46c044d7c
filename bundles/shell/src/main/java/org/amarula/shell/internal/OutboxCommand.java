package org.amarula.shell.internal;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.Outbox;
import org.amarula.api.instance.OutboxEntry;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the durable messages that wait, tries those that are parked again, drops them. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=outbox"})
public final class OutboxCommand extends ShellCommand {
  private static final String ALL = "all";

  private final ConnectionFactory factory;
  private final Clock clock;

  /** The command over the API. */
  @Activate
  public OutboxCommand(@Reference ConnectionFactory factory) {
    this(factory, Clock.systemUTC());
  }

  OutboxCommand(ConnectionFactory factory, Clock clock) {
    super(
        Usage.of(
                "outbox PROFILE [--retry ID|all] [--drop ID]",
                "Lists the durable messages that the server has not acknowledged yet.")
            .withOption("retry", "tries a parked message again, or all of them")
            .withOption("drop", "takes a message out; it may have been sent before"));
    this.factory = factory;
    this.clock = clock;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Outbox outbox = Accounts.outbox(factory, profile);
    if (arguments.has("retry")) {
      int count = retry(outbox, profile, arguments.option("retry", ALL));
      out.fact(fact(profile, "retried", count), count + " messages are tried again.");
    } else if (arguments.has("drop")) {
      String id = arguments.option("drop", "");
      if (!await(outbox.cancel(id))) {
        throw new CommandFailure(
            "not-found", "Message " + id + " is not in the outbox of '" + profile + "' any more.");
      }
      out.fact(fact(profile, "dropped", id), "Dropped " + id + ".");
    } else {
      list(outbox, profile, out);
    }
  }

  private static int retry(Outbox outbox, Profile profile, String which)
      throws InterruptedException {
    if (which.equals(ALL)) {
      return await(outbox.retryParked());
    }
    if (!await(outbox.retry(which))) {
      throw new CommandFailure(
          "not-found", "No message " + which + " is parked in the outbox of '" + profile + "'.");
    }
    return 1;
  }

  private void list(Outbox outbox, Profile profile, Output out) {
    Table table =
        new Table(List.of("ID", "CHAT", "KIND", "STATE", "TRIES", "AGE", "PROBLEM"))
            .numbers(4, 5)
            .shrinkable(6, 12);
    for (OutboxEntry entry : outbox.entries()) {
      if (out.json()) {
        out.fact(json(profile, entry), "");
      } else {
        table.add(
            List.of(
                entry.id(),
                entry.chat().redacted(),
                entry.kind(),
                entry.state().text(),
                String.valueOf(entry.tries()),
                Ages.between(entry.storedAt(), clock.instant()),
                entry.problem()));
      }
    }
    out.lines(table.lines(Integer.MAX_VALUE));
    out.text(
        outbox.waiting()
            + " waiting, "
            + outbox.parked()
            + " parked, room for "
            + outbox.capacity()
            + "; "
            + outbox.bytes()
            + " bytes");
  }

  private static Map<String, Object> json(Profile profile, OutboxEntry entry) {
    Map<String, Object> line = fact(profile, "id", entry.id());
    line.put("chat", entry.chat().redacted());
    line.put("kind", entry.kind());
    line.put("state", entry.state().text());
    line.put("tries", entry.tries());
    line.put("storedAt", entry.storedAt().toString());
    if (!entry.problem().isEmpty()) {
      line.put("problem", entry.problem());
    }
    return line;
  }

  private static Map<String, Object> fact(Profile profile, String key, Object value) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("profile", profile.name());
    fact.put(key, value);
    return fact;
  }
}
