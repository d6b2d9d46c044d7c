package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.instance.Keys;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows which phone numbers and hidden ids are one user. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=lids"})
public final class LidsCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public LidsCommand(@Reference ConnectionFactory factory) {
    super(
        Paging.options(
            Usage.of(
                "lids PROFILE [--limit N] [--all] [--full]",
                "Shows which phone numbers and hidden ids are known to be one user.")));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Keys keys = Accounts.keys(factory, profile);
    List<AddressPair> shown = Paging.read(arguments, keys::addresses);
    Table table = new Table(List.of("NUMBER", "HIDDEN ID"));
    for (AddressPair pair : shown) {
      String pn = Paging.address(arguments, pair.pn());
      String lid = Paging.address(arguments, pair.lid());
      if (out.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("profile", profile.name());
        json.put("pn", pn);
        json.put("lid", lid);
        out.fact(json, "");
      } else {
        table.add(List.of(pn, lid));
      }
    }
    out.lines(table.lines(Integer.MAX_VALUE));
    out.text(shown.size() + " of " + keys.addressCount() + " users shown");
  }
}
