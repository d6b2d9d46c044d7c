package org.amarula.sandbox.internal.shell;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets a phone scan a QR text. */
@Component(
    service = ScanCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-scan"})
public final class ScanCommand extends SandboxCommand {
  private static final int PATIENCE_SECONDS = 20;

  private final SandboxHolder holder;
  private final QrBoard board;

  /** Acts on the server of this holder. */
  @Activate
  public ScanCommand(@Reference SandboxHolder holder, @Reference QrBoard board) {
    super(
        "sandbox-scan QR|PROFILE [--phone N] [--name X]: a phone scans this QR text, or the code"
            + " that the account of this profile shows");
    this.holder = holder;
    this.board = board;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    String qr = "";
    String phone = "";
    String name = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean last = i + 1 == arguments.size();
      if (argument.equals("--phone") && !last) {
        phone = arguments.get(++i);
      } else if (argument.equals("--name") && !last) {
        name = arguments.get(++i);
      } else if (qr.isEmpty() && !argument.startsWith("--")) {
        qr = argument;
      } else {
        throw new IllegalArgumentException("The argument " + argument + " is not expected here.");
      }
    }
    if (!phone.isEmpty() && !phone.matches("[1-9][0-9]{4,17}")) {
      throw new IllegalArgumentException("A phone number consists of digits.");
    }
    SandboxServer server = holder.require();
    // A QR text holds commas (spec transport.md 7.2), the name of a profile never does.
    boolean profile = !qr.isEmpty() && qr.indexOf(',') < 0;
    String code = profile ? board.await(qr, PATIENCE_SECONDS) : qr;
    print(server.scan(code, phone, name), json, out);
  }

  private static void print(Scan scan, boolean json, PrintStream out) {
    if (!json) {
      out.println("The phone " + scan.phone() + " linked device " + scan.device() + ".");
      return;
    }
    JsonObject line = new JsonObject();
    line.addProperty("phone", scan.phone());
    line.addProperty("lid", scan.lid());
    line.addProperty("device", scan.device());
    line.addProperty("name", scan.name());
    print(line, out);
  }
}
