package org.amarula.sandbox.internal.shell;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the commands share. Gogo finds a command's method by its name or by the name {@code _main},
 * which it calls with the command's name first; so nothing of Gogo is imported, and the bundle also
 * works where there is no shell. Output goes to System.out, which Gogo redirects for each session.
 */
abstract class SandboxCommand {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final String usage;

  SandboxCommand(String usage) {
    this.usage = usage;
  }

  /** Does the work and prints; {@link IllegalArgumentException} after a wrong argument. */
  abstract void run(List<String> arguments, boolean json, PrintStream out);

  final void execute(String[] line, PrintStream out) {
    List<String> arguments = new ArrayList<>(Arrays.asList(line).subList(1, line.length));
    boolean json = arguments.remove("--json");
    if (arguments.contains("--help")) {
      out.println("usage: " + usage);
      return;
    }
    try {
      run(arguments, json, out);
    } catch (CommandFailure e) {
      throw fail(e, json, out);
    } catch (IllegalArgumentException e) {
      throw fail(new CommandFailure("bad-request", e.getMessage()), json, out);
    } catch (IllegalStateException e) {
      throw fail(new CommandFailure("failed", e.getMessage()), json, out);
    }
  }

  private static CommandFailure fail(CommandFailure failure, boolean json, PrintStream out) {
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("error", failure.name());
      line.addProperty("message", failure.getMessage());
      print(line, out);
    }
    return failure;
  }

  static void print(JsonObject line, PrintStream out) {
    out.println(GSON.toJson(line));
    out.flush();
  }

  /** Reads arguments of the form key=value. */
  static Map<String, String> pairs(List<String> arguments) {
    Map<String, String> fields = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("The argument " + argument + " is not key=value.");
      }
      fields.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return fields;
  }

  static void none(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("The argument " + arguments.get(0) + " is unknown.");
    }
  }
}
