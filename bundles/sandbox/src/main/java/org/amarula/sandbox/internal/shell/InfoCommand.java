package org.amarula.sandbox.internal.shell;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintStream;
import java.util.List;
import org.amarula.sandbox.SandboxServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells where the server is and what it counted. */
@Component(
    service = InfoCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-info"})
public final class InfoCommand extends SandboxCommand {
  private final SandboxHolder holder;

  /** Acts on the server of this holder. */
  @Activate
  public InfoCommand(@Reference SandboxHolder holder) {
    super("sandbox-info [--json]: tells where the sandbox server is and what it counted");
    this.holder = holder;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    none(arguments);
    SandboxServer server = holder.require();
    if (json) {
      JsonObject line = JsonParser.parseString(server.listening()).getAsJsonObject();
      JsonObject stats = new JsonObject();
      server.stats().values().forEach(stats::addProperty);
      line.add("stats", stats);
      print(line, out);
      return;
    }
    out.println("url              " + server.url());
    out.println("rootPublicKey    " + server.rootPublicKey());
    server.chatCertificate().ifPresent(path -> out.println("chatCertificate  " + path));
    server.stats().values().forEach((name, value) -> out.printf("%-16s %d%n", name, value));
    server
        .violations()
        .forEach(each -> out.println("violation        " + each.rule() + ": " + each.detail()));
  }
}
