package org.amarula.sandbox.internal.shell;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Arms a fault. */
@Component(
    service = FaultCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-fault"})
public final class FaultCommand extends SandboxCommand {
  private final SandboxHolder holder;

  /** Acts on the server of this holder. */
  @Activate
  public FaultCommand(@Reference SandboxHolder holder) {
    super("sandbox-fault TYPE [count=N] [key=value ...]: makes a fault; types: " + types());
    this.holder = holder;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("A type of fault is missing; there are: " + types() + ".");
    }
    Fault fault = Fault.of(arguments.get(0), pairs(arguments.subList(1, arguments.size())));
    holder.require().fault(fault);
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("type", fault.type().text());
      line.addProperty("count", fault.count());
      print(line, out);
    } else {
      out.println("Armed " + fault.type().text() + ", " + fault.count() + " times.");
    }
  }

  private static String types() {
    return Arrays.stream(FaultType.values()).map(FaultType::text).collect(Collectors.joining(", "));
  }
}
