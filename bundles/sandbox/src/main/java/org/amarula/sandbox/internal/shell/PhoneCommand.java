package org.amarula.sandbox.internal.shell;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.amarula.sandbox.internal.admin.PhoneActions;
import org.amarula.sandbox.phone.SandboxPhone;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets a phone write, react and look. */
@Component(
    service = PhoneCommand.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=sandbox-phone"})
public final class PhoneCommand extends SandboxCommand {
  private static final List<String> LOOKS = List.of("received", "receipts", "chat-states", "media");

  private final SandboxHolder holder;

  /** Acts on the server of this holder. */
  @Activate
  public PhoneCommand(@Reference SandboxHolder holder) {
    super(
        "sandbox-phone NUMBER ACTION [key=value ...]: what the owner of a phone does; actions: "
            + actions()
            + "; shows "
            + String.join(", ", LOOKS)
            + "; file=PATH instead of content=BASE64");
    this.holder = holder;
  }

  /** Called by Gogo. */
  public void _main(String[] line) {
    execute(line, System.out);
  }

  @Override
  void run(List<String> arguments, boolean json, PrintStream out) {
    if (arguments.size() < 2 || !arguments.get(0).matches("[1-9][0-9]{4,17}")) {
      throw new IllegalArgumentException("A phone number in digits and an action are expected.");
    }
    SandboxPhone phone = holder.require().phone(arguments.get(0));
    String action = arguments.get(1);
    Map<String, String> fields = fields(arguments.subList(2, arguments.size()));
    if (LOOKS.contains(action)) {
      JsonElement seen = PhoneActions.look(phone, action, fields);
      if (seen.isJsonArray()) {
        seen.getAsJsonArray().forEach(each -> print(each.getAsJsonObject(), out));
      } else {
        print(seen.getAsJsonObject(), out);
      }
      return;
    }
    JsonObject done = PhoneActions.act(phone, action, fields);
    if (json) {
      print(done, out);
    } else {
      out.println(done.has("id") ? "Sent " + done.get("id").getAsString() + "." : "Done.");
    }
  }

  private static Map<String, String> fields(List<String> arguments) {
    Map<String, String> fields = new HashMap<>(pairs(arguments));
    String file = fields.remove("file");
    if (file != null) {
      try {
        byte[] content = Files.readAllBytes(Path.of(file));
        fields.put("content", Base64.getEncoder().encodeToString(content));
      } catch (IOException e) {
        throw new CommandFailure("no-file", "The file " + file + " cannot be read.");
      }
    }
    return fields;
  }

  private static String actions() {
    return new TreeMap<>(PhoneActions.ACTIONS)
        .entrySet().stream()
            .map(each -> each.getKey() + " (" + String.join(", ", each.getValue()) + ")")
            .collect(Collectors.joining(", "));
  }
}
