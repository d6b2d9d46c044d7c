package org.amarula.shell.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.DeclaredAccounts;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.state.ConnectionState;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the running accounts. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=list"})
public final class ListCommand extends ShellCommand {
  private static final int LINE = 80;

  private final ConnectionFactory factory;
  private final DeclaredAccounts declared;
  private final Clock clock;

  /** The command over the API. */
  @Activate
  public ListCommand(@Reference ConnectionFactory factory, @Reference DeclaredAccounts declared) {
    this(factory, declared, Clock.systemUTC());
  }

  ListCommand(ConnectionFactory factory, DeclaredAccounts declared, Clock clock) {
    super(
        Usage.of(
                "list [--state STATE,...] [--wide]",
                "Lists the running accounts. RETRY: the time to the next attempt. TRIP: the age of"
                    + " the last round trip. QUEUE: what waits or runs, and after a + the durable"
                    + " messages that are stored until they are sent. RESTARTS: of children.")
            .withOption("state", "only accounts in these states, for instance online")
            .withFlag("wide", "cuts nothing to fit into " + LINE + " columns"));
    this.factory = factory;
    this.declared = declared;
    this.clock = clock;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Set<String> wanted = wanted(arguments);
    Instant now = clock.instant();
    List<InstanceStatus> all = factory.instances();
    List<InstanceStatus> shown =
        all.stream()
            .filter(status -> wanted.isEmpty() || wanted.contains(status.state().text()))
            .toList();
    Table table = StatusLine.table();
    for (InstanceStatus status : shown) {
      if (out.json()) {
        out.fact(StatusLine.json(status), "");
      } else {
        table.add(StatusLine.row(status, now));
      }
    }
    out.lines(table.lines(arguments.has("wide") ? Integer.MAX_VALUE : LINE));
    out.text(summary(shown, all.size()));
    out.text(sums(shown));
    declared.declarations().stream()
        .filter(DeclaredCommand::needsAttention)
        .forEach(status -> out.text(DeclaredCommand.line(status)));
  }

  private static Set<String> wanted(Arguments arguments) {
    Set<String> wanted = new HashSet<>();
    for (String state : arguments.option("state", "").split(",")) {
      if (ConnectionState.of(state).isPresent()) {
        wanted.add(state);
      } else if (!state.isEmpty()) {
        throw arguments.misused("'" + state + "' is no state");
      }
    }
    return wanted;
  }

  // For instance: 300 accounts: 290 online, 10 disconnected
  private static String summary(List<InstanceStatus> shown, int all) {
    Map<String, Long> states =
        shown.stream()
            .collect(
                Collectors.groupingBy(
                    status -> status.state().text(), TreeMap::new, Collectors.counting()));
    String counts =
        states.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    String some = shown.size() == all ? "" : shown.size() + " of ";
    return some + all + " accounts" + (counts.isEmpty() ? "" : ": " + counts);
  }

  private static String sums(List<InstanceStatus> shown) {
    int queued = shown.stream().mapToInt(InstanceStatus::queued).sum();
    int stored = shown.stream().mapToInt(InstanceStatus::stored).sum();
    int restarts = shown.stream().mapToInt(InstanceStatus::restarts).sum();
    return queued + " waiting, " + stored + " stored, " + restarts + " restarts";
  }
}
