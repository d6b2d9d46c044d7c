package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.ConnectionSupervisor;
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
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public TreeCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("tree PROFILE", "Shows the supervision tree of an account, with restarts."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    ConnectionSupervisor supervisor = Accounts.supervisor(factory, arguments.profile());
    out.text("supervisor " + supervisor.profile() + " (" + supervisor.instanceId() + ")");
    for (ChildStatus child : supervisor.children()) {
      out.fact(json(supervisor, child), line(child));
      child.children().forEach(name -> out.text("  |   `-- " + name));
      child.history().forEach(entry -> out.text("  |   restarted: " + entry));
    }
  }

  private static String line(ChildStatus child) {
    return String.format(
        "  |-- %-20s %-10s since %s, restarts %d",
        child.role().text(), child.state(), child.since(), child.restarts());
  }

  private static Map<String, Object> json(ConnectionSupervisor supervisor, ChildStatus child) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", supervisor.profile().name());
    json.put("role", child.role().text());
    json.put("state", child.state());
    json.put("restarts", child.restarts());
    if (!child.history().isEmpty()) {
      json.put("lastReason", child.history().get(child.history().size() - 1));
    }
    return json;
  }
}
