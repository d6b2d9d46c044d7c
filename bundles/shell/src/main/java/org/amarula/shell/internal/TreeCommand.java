package org.amarula.shell.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.HeldCallback;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the supervision tree of an account, with restarts. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=tree"})
public final class TreeCommand extends ShellCommand {
  private static final int SHOWN = 10;

  private final ConnectionFactory factory;
  private final Clock clock;

  /** The command over the API. */
  @Activate
  public TreeCommand(@Reference ConnectionFactory factory) {
    this(factory, Clock.systemUTC());
  }

  TreeCommand(ConnectionFactory factory, Clock clock) {
    super(
        Usage.of("tree PROFILE [--all]", "Shows the supervision tree of an account, with restarts.")
            .withFlag("all", "shows every sender and custodian, not " + SHOWN + " of each"));
    this.factory = factory;
    this.clock = clock;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    ConnectionSupervisor supervisor = Accounts.supervisor(factory, arguments.profile());
    Instant now = clock.instant();
    boolean all = arguments.has("all");
    out.text("supervisor of " + supervisor.profile() + ", " + supervisor.instanceId());
    for (ChildStatus child : supervisor.children()) {
      out.fact(json(supervisor, child, now), line(child, now));
      out.lines(below(child, now, all));
    }
    for (HeldCallback held : supervisor.heldCallbacks()) {
      String age = Ages.between(held.since(), now);
      out.text("held for " + age + " by " + held.listener() + ", thread " + held.thread());
    }
  }

  private static String line(ChildStatus child, Instant now) {
    String restarts = child.restarts() == 0 ? "" : ", restarts " + child.restarts();
    return String.format(
        "|-- %-20s %-10s up %s%s",
        child.role().text(), child.state(), Ages.between(child.since(), now), restarts);
  }

  private static List<String> below(ChildStatus child, Instant now, boolean all) {
    List<String> lines = new ArrayList<>();
    child.history().forEach(entry -> lines.add("|     restarted " + entry(entry, now)));
    List<String> names = child.children();
    int shown = all ? names.size() : Math.min(names.size(), SHOWN);
    names.subList(0, shown).forEach(name -> lines.add("|   |-- " + name));
    if (shown < names.size()) {
      lines.add("|   |-- and " + (names.size() - shown) + " more, see --all");
    }
    return lines;
  }

  // An entry begins with its time.
  private static String entry(String text, Instant now) {
    int space = text.indexOf(' ');
    try {
      Instant at = Instant.parse(text.substring(0, Math.max(0, space)));
      return Ages.between(at, now) + " ago:" + text.substring(space);
    } catch (DateTimeParseException e) {
      return text; // it has no time: shown as it is
    }
  }

  private static Map<String, Object> json(
      ConnectionSupervisor supervisor, ChildStatus child, Instant now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", supervisor.profile().name());
    json.put("role", child.role().text());
    json.put("state", child.state());
    json.put("restarts", child.restarts());
    if (!child.history().isEmpty()) {
      json.put("lastReason", child.history().get(child.history().size() - 1));
      json.put("history", child.history());
    }
    json.put("since", child.since().toString());
    json.put("upSeconds", Math.max(0, Duration.between(child.since(), now).toSeconds()));
    json.put("children", child.children());
    return json;
  }
}
