package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.RetryCount;
import org.amarula.api.instance.RetryStatus;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows which messages were asked for again. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=retries"})
public final class RetriesCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public RetriesCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
                "retries PROFILE [--limit N]",
                "Shows which messages were asked for again, the latest first. asked: by us, since we"
                    + " could not decrypt them. answered: by devices that could not.")
            .withOption("limit", "how many lines of each kind, 50 by default"));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    int limit = Math.min(Paging.limit(arguments), Keys.MOST);
    RetryStatus status = Accounts.keys(factory, profile).retries(limit);
    out.fact(json(profile, status), cache(status));
    Table table = new Table(List.of("RETRY", "MESSAGE", "WHO", "TIMES")).numbers(3);
    add(table, "asked", status.asked(), out);
    add(table, "answered", status.answered(), out);
    out.lines(table.lines(Integer.MAX_VALUE));
  }

  private static String cache(RetryStatus status) {
    return status.cached()
        + " of "
        + status.capacity()
        + " sent messages are kept, for "
        + Ages.of(status.maxAge());
  }

  private static Map<String, Object> json(Profile profile, RetryStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", profile.name());
    json.put("cached", status.cached());
    json.put("capacity", status.capacity());
    json.put("maxAgeSeconds", status.maxAge().toSeconds());
    return json;
  }

  private static void add(Table table, String kind, List<RetryCount> counts, Output out) {
    for (RetryCount count : counts) {
      if (out.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("retry", kind);
        json.put("id", count.id());
        json.put("who", count.who());
        json.put("count", count.count());
        out.fact(json, "");
      } else {
        table.add(List.of(kind, count.id(), count.who(), String.valueOf(count.count())));
      }
    }
  }
}
