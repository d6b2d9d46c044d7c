package org.amarula.sandbox.internal.shell;

import java.io.PrintStream;
import java.util.List;
import org.amarula.sandbox.SandboxArguments;
import org.amarula.sandbox.SandboxServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Starts the server and prints its JSON line. */
@Component(
    service = StartCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-start"})
public final class StartCommand extends SandboxCommand {
  private final SandboxHolder holder;

  /** Acts on the server of this holder. */
  @Activate
  public StartCommand(@Reference SandboxHolder holder) {
    super(
        "sandbox-start "
            + SandboxArguments.USAGE
            + ": starts the sandbox server and prints its JSON line");
    this.holder = holder;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    SandboxServer server = holder.start(SandboxArguments.parse(arguments.toArray(new String[0])));
    out.println(server.listening());
    out.flush();
  }
}
