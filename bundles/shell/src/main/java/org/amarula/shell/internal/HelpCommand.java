package org.amarula.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Lists the commands, those of other bundles in the same scope included. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=help"})
public final class HelpCommand extends ShellCommand {
  private static final String FUNCTION = "osgi.command.function";

  private final BundleContext context;

  /** The command over the service registry. */
  @Activate
  public HelpCommand(BundleContext context) {
    super(Usage.of("help", "Lists the commands; each has --help."));
    this.context = context;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    TreeSet<String> names = new TreeSet<>();
    ServiceReference<?>[] commands =
        context.getServiceReferences((String) null, "(osgi.command.scope=amarula)");
    for (ServiceReference<?> command : commands == null ? new ServiceReference<?>[0] : commands) {
      if (command.getProperty(FUNCTION) instanceof String[] several) {
        names.addAll(List.of(several));
      } else {
        names.add(String.valueOf(command.getProperty(FUNCTION)));
      }
    }
    for (String name : names) {
      out.fact(Map.of("command", name), name);
    }
    out.text("Each tells more with --help.");
  }
}
