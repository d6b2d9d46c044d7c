package org.amarula.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.InstanceStatus;
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
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public ListCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("list", "Lists the running accounts."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (InstanceStatus status : factory.instances()) {
      if (out.json()) {
        out.fact(StatusLine.json(status), "");
      }
      rows.add(StatusLine.row(status));
    }
    out.table(StatusLine.HEADING, rows);
  }
}
