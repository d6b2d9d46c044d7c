package org.amarula.shell.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.SessionStatus;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the encrypted sessions of an account by user. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sessions"})
public final class SessionsCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final Clock clock;

  /** The command over the API. */
  @Activate
  public SessionsCommand(@Reference ConnectionFactory factory) {
    this(factory, Clock.systemUTC());
  }

  SessionsCommand(ConnectionFactory factory, Clock clock) {
    super(
        Paging.options(
            Usage.of(
                "sessions PROFILE [--limit N] [--all] [--full]",
                "Shows the encrypted sessions of an account by user. AWAITING: devices that did not"
                    + " answer yet, SINCE: for how long. ARCHIVED: former sessions, kept for late"
                    + " messages. DAMAGED: records that cannot be read.")));
    this.factory = factory;
    this.clock = clock;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Keys keys = Accounts.keys(factory, profile);
    Instant now = clock.instant();
    List<SessionStatus> shown = Paging.read(arguments, keys::sessions);
    Table table =
        new Table(List.of("USER", "DEVICES", "AWAITING", "SINCE", "ARCHIVED", "DAMAGED"))
            .numbers(1, 2, 3, 4, 5);
    for (SessionStatus status : shown) {
      String user = Paging.address(arguments, status.user());
      if (out.json()) {
        out.fact(json(profile, user, status), "");
      } else {
        table.add(row(user, status, now));
      }
    }
    out.lines(table.lines(Integer.MAX_VALUE));
    out.text(shown.size() + " users shown; " + keys.sessionCount() + " devices have a record");
  }

  private static List<String> row(String user, SessionStatus status, Instant now) {
    return List.of(
        user,
        String.valueOf(status.devices()),
        String.valueOf(status.awaiting()),
        status.awaitingSince().map(since -> Ages.between(since, now)).orElse(""),
        String.valueOf(status.archived()),
        String.valueOf(status.unreadable()));
  }

  private static Map<String, Object> json(Profile profile, String user, SessionStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", profile.name());
    json.put("user", user);
    json.put("devices", status.devices());
    json.put("awaiting", status.awaiting());
    status.awaitingSince().ifPresent(since -> json.put("awaitingSince", since.toString()));
    json.put("archived", status.archived());
    json.put("damaged", status.unreadable());
    return json;
  }
}
