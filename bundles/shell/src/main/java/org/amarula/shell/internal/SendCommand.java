package org.amarula.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.OutboxDropped;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sends a text; TO is a phone number or an address, of a group too. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=send"})
public final class SendCommand extends ShellCommand {
  private static final int ONLINE_SECONDS = 20;

  private final ConnectionFactory factory;
  private final EventLog log;

  /** The command over the API. */
  @Activate
  public SendCommand(@Reference ConnectionFactory factory, @Reference EventLog log) {
    super(
        Usage.of(
                "send PROFILE TO TEXT [--durable] [--timeout S]",
                "Sends a text; TO is a phone number or an address, of a group too.")
            .withFlag("durable", "stores it first and sends it when the account is online")
            .withOption(
                "timeout",
                "how many seconds a durable message is watched, "
                    + ONLINE_SECONDS
                    + " by default while online"));
    this.factory = factory;
    this.log = log;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Connection connection = Accounts.connection(factory, arguments.profile());
    Jid to = Accounts.address(arguments.required(1, "TO"));
    arguments.required(2, "TEXT");
    Text text = new Text(String.join(" ", arguments.rest(2)));
    if (arguments.has("durable")) {
      boolean online = connection.state() == ConnectionState.ONLINE;
      long seconds = arguments.seconds("timeout", online ? ONLINE_SECONDS : 0);
      print(durable(connection, to, text, Duration.ofSeconds(seconds)), out);
    } else {
      print(await(connection.send(to, text)), out);
    }
  }

  // Stored for sure; answered when that comes soon.
  private SendResult durable(Connection connection, Jid to, Text text, Duration patience)
      throws InterruptedException {
    SendResult stored = await(connection.send(to, text, SendOptions.durableUntilStored()));
    Profile profile = connection.profile();
    Optional<Event> end = log.await(patience, () -> end(profile, stored.id()));
    if (end.isEmpty()) {
      return stored;
    }
    if (end.get() instanceof OutboxParked parked) {
      throw new CommandFailure("parked", stored.id() + " is parked: " + parked.problem());
    }
    if (end.get() instanceof OutboxSettled settled) {
      return settled.result();
    }
    throw new CommandFailure("dropped", stored.id() + " was taken out of the outbox.");
  }

  private Optional<Event> end(Profile profile, String id) {
    return log.since(profile, 0).stream()
        .map(EventLog.Entry::event)
        .filter(event -> isEnd(event, id))
        .findFirst();
  }

  private static boolean isEnd(Event event, String id) {
    return event instanceof OutboxSettled settled && settled.id().equals(id)
        || event instanceof OutboxParked parked && parked.id().equals(id)
        || event instanceof OutboxDropped dropped && dropped.id().equals(id);
  }

  private static void print(SendResult result, Output out) {
    Map<String, Object> fact = new LinkedHashMap<>();
    if (result instanceof SendResult.Accepted) {
      fact.put("result", "accepted");
      fact.put("id", result.id());
      out.fact(fact, "Accepted by the server: " + result.id());
    } else if (result instanceof SendResult.Rejected rejected) {
      fact.put("result", "rejected");
      fact.put("id", rejected.id());
      fact.put("code", rejected.code());
      out.fact(fact, "Rejected by the server: " + rejected.code() + " " + rejected.reason());
    } else if (result instanceof SendResult.Stored) {
      fact.put("result", "stored");
      fact.put("id", result.id());
      out.fact(fact, "Stored, to be sent: " + result.id());
    } else {
      fact.put("result", "unknown");
      fact.put("id", result.id());
      out.fact(fact, "Written, but not acknowledged: " + result.id());
    }
  }
}
