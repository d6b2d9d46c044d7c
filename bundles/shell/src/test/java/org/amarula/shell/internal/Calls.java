package org.amarula.shell.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandSession;

/** Calls commands as a shell does. */
final class Calls {
  private Calls() {}

  static JsonObject json(ShellCommand command, String... words) {
    return JsonParser.parseString(run(command, words)).getAsJsonObject();
  }

  static List<String> lines(ShellCommand command, String... words) {
    return run(command, words).lines().toList();
  }

  static String run(ShellCommand command, String... words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    execute(command, bytes, words);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static void execute(ShellCommand command, ByteArrayOutputStream bytes, String... words) {
    PrintStream console = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    CommandSession session =
        (CommandSession)
            Proxy.newProxyInstance(
                Calls.class.getClassLoader(),
                new Class<?>[] {CommandSession.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getConsole") ? console : null);
    command.execute(session, List.of((Object[]) words));
  }
}
