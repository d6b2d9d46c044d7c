package org.amarula.benchmarks.capacity;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.amarula.benchmarks.process.Footprint;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;

/**
 * A server in a process of its own, the sandbox or an echo; prints where it listens, then for each
 * line of input what it takes.
 */
public final class ServerMain {
  private ServerMain() {}

  /** Argument: sandbox or echo. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(
        arguments[0].equals("echo")
            ? EchoServer.start()
            : SandboxServer.start(SandboxOptions.defaults()).listening());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(line.equals("heap") ? heap() : cpu());
    }
    System.exit(0);
  }

  private static JsonObject heap() {
    Footprint footprint = Footprint.measure();
    JsonObject json = cpu();
    json.addProperty("heap", footprint.heap());
    json.addProperty("threads", footprint.threads());
    return json;
  }

  private static JsonObject cpu() {
    JsonObject json = new JsonObject();
    json.addProperty(
        "cpu",
        ProcessHandle.current().info().totalCpuDuration().map(spent -> spent.toNanos()).orElse(0L));
    return json;
  }
}
