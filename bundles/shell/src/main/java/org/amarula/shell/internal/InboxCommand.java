package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.SubscriptionStatus;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows who has confirmed what, gives what is parked again, forgets a subscription. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=inbox"})
public final class InboxCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public InboxCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
                "inbox PROFILE [--parked NAME] [--retry NAME] [--unsubscribe NAME]",
                "Lists the durable subscriptions with what waits for them.")
            .withOption("parked", "lists the messages that were put aside for this subscription")
            .withOption("retry", "gives those messages to the subscription again")
            .withOption("unsubscribe", "forgets the subscription and all that waits for it"));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Inbox inbox = Accounts.inbox(factory, profile);
    if (arguments.has("parked")) {
      parked(inbox, profile, known(inbox, arguments.option("parked", "")), out);
    } else if (arguments.has("retry")) {
      String name = known(inbox, arguments.option("retry", ""));
      int count = await(inbox.replayParked(name));
      Map<String, Object> fact = fact(profile, name);
      fact.put("retried", count);
      out.fact(fact, count + " messages are given to " + name + " again.");
    } else if (arguments.has("unsubscribe")) {
      String name = arguments.option("unsubscribe", "");
      if (!await(inbox.unsubscribe(name))) {
        throw unknown(name);
      }
      Map<String, Object> fact = fact(profile, name);
      fact.put("unsubscribed", true);
      out.fact(fact, "Subscription " + name + " is forgotten.");
    } else {
      list(inbox, profile, out);
    }
  }

  private static void list(Inbox inbox, Profile profile, Output out) {
    Table table = new Table(List.of("SUBSCRIPTION", "LISTENER", "WAITING", "PARKED")).numbers(2, 3);
    for (SubscriptionStatus status : inbox.subscriptions()) {
      if (out.json()) {
        Map<String, Object> line = fact(profile, status.name());
        line.put("attached", status.attached());
        line.put("waiting", status.waiting());
        line.put("parked", status.parked());
        out.fact(line, "");
      } else {
        table.add(
            List.of(
                status.name(),
                status.attached() ? "there" : "absent",
                String.valueOf(status.waiting()),
                String.valueOf(status.parked())));
      }
    }
    out.lines(table.lines(Integer.MAX_VALUE));
    out.text(inbox.parkedStanzas().size() + " stanzas put aside");
  }

  private static void parked(Inbox inbox, Profile profile, String name, Output out) {
    Table table = new Table(List.of("ID", "CHAT", "AUTHOR", "KIND"));
    for (MessageReceived message : inbox.parked(name)) {
      if (out.json()) {
        Map<String, Object> line = fact(profile, name);
        line.put("id", message.id());
        line.put("chat", message.chat().redacted());
        line.put("author", message.author().redacted());
        line.put("kind", message.content().kind());
        out.fact(line, "");
      } else {
        table.add(
            List.of(
                message.id(),
                message.chat().redacted(),
                message.author().redacted(),
                message.content().kind()));
      }
    }
    out.lines(table.lines(Integer.MAX_VALUE));
  }

  private static String known(Inbox inbox, String name) {
    boolean known = inbox.subscriptions().stream().anyMatch(status -> status.name().equals(name));
    if (!known) {
      throw unknown(name);
    }
    return name;
  }

  private static CommandFailure unknown(String name) {
    return new CommandFailure("not-found", "There is no subscription '" + name + "'.");
  }

  private static Map<String, Object> fact(Profile profile, String subscription) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("profile", profile.name());
    fact.put("subscription", subscription);
    return fact;
  }
}
