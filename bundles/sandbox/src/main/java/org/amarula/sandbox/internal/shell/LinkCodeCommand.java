package org.amarula.sandbox.internal.shell;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Types a link code on a phone. */
@Component(
    service = LinkCodeCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-link-code"})
public final class LinkCodeCommand extends SandboxCommand {
  private final SandboxHolder holder;

  /** Acts on the server of this holder. */
  @Activate
  public LinkCodeCommand(@Reference SandboxHolder holder) {
    super(
        "sandbox-link-code PHONE CODE [--name X]: types this link code on the phone with the number"
            + " PHONE, for the account that shows it");
    this.holder = holder;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    List<String> words = new ArrayList<>();
    String name = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--name") && i + 1 < arguments.size()) {
        name = arguments.get(++i);
      } else if (words.size() < 2 && !argument.startsWith("--")) {
        words.add(argument);
      } else {
        throw new IllegalArgumentException("The argument " + argument + " is not expected here.");
      }
    }
    if (words.size() < 2) {
      throw new IllegalArgumentException("PHONE and CODE are needed.");
    }
    String phone = words.get(0);
    if (!phone.matches("[1-9][0-9]{4,17}")) {
      throw new IllegalArgumentException("A phone number consists of digits.");
    }
    holder.require().enterCode(phone, words.get(1), name);
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("phone", phone);
      print(line, out);
    } else {
      out.println("The code was typed on the phone " + phone + ".");
    }
  }
}
