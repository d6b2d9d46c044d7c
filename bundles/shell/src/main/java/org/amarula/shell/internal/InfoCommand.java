package org.amarula.shell.internal;

import java.util.List;
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

  /** The command over the API. */
  @Activate
  public InfoCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("info PROFILE", "Shows one running account."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    InstanceStatus status = Accounts.status(factory, arguments.profile());
    if (out.json()) {
      out.fact(StatusLine.json(status), "");
      return;
    }
    List<String> row = StatusLine.row(status);
    for (int i = 0; i < row.size(); i++) {
      out.text(String.format("%-12s %s", StatusLine.HEADING.get(i), row.get(i)));
    }
    status.ownAddress().ifPresent(own -> out.text(String.format("%-12s %s", "ADDRESS", own)));
    status.reason().ifPresent(reason -> out.text(reason.text()));
  }
}
