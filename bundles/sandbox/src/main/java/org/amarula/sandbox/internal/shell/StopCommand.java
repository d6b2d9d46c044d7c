package org.amarula.sandbox.internal.shell;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Stops the server. */
@Component(
    service = StopCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-stop"})
public final class StopCommand extends SandboxCommand {
  private final SandboxHolder holder;

  /** Acts on the server of this holder. */
  @Activate
  public StopCommand(@Reference SandboxHolder holder) {
    super("sandbox-stop: stops the sandbox server");
    this.holder = holder;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    none(arguments);
    boolean stopped = holder.stop();
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("stopped", stopped);
      print(line, out);
    } else {
      out.println(stopped ? "The sandbox server is stopped." : "No sandbox server runs.");
    }
  }
}
