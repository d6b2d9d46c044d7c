package org.amarula.sandbox.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Dictionary;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(60)
class CommandTest {
  private final List<Dictionary<?, ?>> registered = new ArrayList<>();
  private final SandboxHolder holder = new SandboxHolder(context());

  @AfterEach
  void stop() {
    holder.deactivate();
    assertThat(registered).isEmpty();
  }

  /** The two methods of the framework that are used, with a list as the registry. */
  private BundleContext context() {
    return proxy(
        BundleContext.class,
        (self, method, arguments) -> {
          assertThat(method.getName()).isEqualTo("registerService");
          Dictionary<?, ?> properties = (Dictionary<?, ?>) arguments[2];
          registered.add(properties);
          return proxy(
              ServiceRegistration.class, (own, end, none) -> registered.remove(properties));
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    InvocationHandler quiet =
        (self, method, arguments) -> {
          Object result = handler.invoke(self, method, arguments);
          return method.getReturnType() == void.class ? null : result;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, quiet));
  }

  private static String run(SandboxCommand command, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] line = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    line[0] = "the-name";
    command.execute(line, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void startedServerIsAServiceUntilItIsStopped() {
    JsonObject line = JsonParser.parseString(run(new StartCommand(holder))).getAsJsonObject();
    assertThat(line.get("event").getAsString()).isEqualTo("listening");
    assertThat(registered)
        .singleElement()
        .satisfies(
            properties -> {
              assertThat(properties.get("url")).isEqualTo(line.get("url").getAsString());
              assertThat(properties.get("rootPublicKey"))
                  .isEqualTo(line.get("rootPublicKey").getAsString());
            });
    assertThat(run(new StopCommand(holder))).contains("stopped");
    assertThat(registered).isEmpty();
    assertThat(run(new StopCommand(holder))).contains("No sandbox");
  }

  @Test
  void secondServerIsRefused() {
    run(new StartCommand(holder));
    assertThatThrownBy(() -> run(new StartCommand(holder)))
        .hasToString("sandbox-running: A sandbox server runs already.");
  }

  @Test
  void commandsWithoutServerFailInOneSentence() {
    assertThatThrownBy(() -> run(new InfoCommand(holder))).hasMessageContaining("sandbox-start");
    assertThatThrownBy(() -> run(new ScanCommand(holder, new QrBoard()), "x"))
        .hasMessageContaining("sandbox-start");
  }

  @Test
  void faultIsArmedAndShown() {
    run(new StartCommand(holder));
    assertThat(run(new FaultCommand(holder), "drop", "count=2", "account=15551230001"))
        .contains("drop, 2 times");
    JsonObject info =
        JsonParser.parseString(run(new InfoCommand(holder), "--json")).getAsJsonObject();
    assertThat(info.getAsJsonObject("stats").get("armedFaults").getAsInt()).isEqualTo(1);
    assertThat(run(new InfoCommand(holder))).contains("armedFaults");
    assertThatThrownBy(() -> run(new FaultCommand(holder), "nonsense"))
        .isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> run(new FaultCommand(holder), "drop", "nonsense"))
        .hasMessageContaining("key=value");
  }

  @Test
  void phoneWritesAndShowsWhatCame() throws Exception {
    run(new StartCommand(holder));
    PhoneCommand command = new PhoneCommand(holder);
    String sent = run(command, "15551230001", "send", "to=15551230002", "text=hello", "--json");
    String id = JsonParser.parseString(sent).getAsJsonObject().get("id").getAsString();
    assertThat(run(command, "15551230002", "react", "message=" + id, "emoji=x")).contains("Sent");
    assertThat(run(command, "15551230002", "read", "message=" + id)).contains("Done");
    assertThat(run(command, "15551230001", "received")).contains("\"target\":\"" + id);
    assertThat(run(command, "15551230001", "receipts")).contains("\"type\":\"read\"");
    Path file = Files.createTempFile("phone", ".txt");
    Files.writeString(file, "in a file");
    String media =
        run(
            command,
            "15551230001",
            "send-media",
            "to=15551230002",
            "kind=document",
            "type=text/plain",
            "file=" + file,
            "--json");
    Files.delete(file);
    String document = JsonParser.parseString(media).getAsJsonObject().get("id").getAsString();
    assertThat(run(command, "15551230002", "media", "message=" + document))
        .contains(Base64.getEncoder().encodeToString("in a file".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> run(command, "15551230002", "sing")).hasMessageContaining("sing");
    assertThatThrownBy(() -> run(command, "15551230002", "send", "to=15551230001"))
        .hasMessageContaining("text");
    assertThatThrownBy(() -> run(command, "bob", "send")).hasMessageContaining("digits");
  }

  @Test
  void wrongQrIsAFailureAlsoForPrograms() {
    run(new StartCommand(holder));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(
            () ->
                new ScanCommand(holder, new QrBoard())
                    .execute(
                        new String[] {"sandbox-scan", "no,thing", "--json"},
                        new PrintStream(out, true, StandardCharsets.UTF_8)))
        .isInstanceOf(CommandFailure.class);
    JsonObject line =
        JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    assertThat(line.get("error").getAsString()).isEqualTo("bad-request");
  }

  @Test
  void codeThatNobodyWaitsWithIsAFailure() {
    run(new StartCommand(holder));
    LinkCodeCommand command = new LinkCodeCommand(holder);

    assertThatThrownBy(() -> run(command, "15551230001", "1234-5678"))
        .hasMessageContaining("No companion waits");
    assertThatThrownBy(() -> run(command, "15551230001", "1234-567"))
        .hasMessageContaining("eight characters");
    assertThatThrownBy(() -> run(command, "+1555", "12345678"))
        .hasMessageContaining("consists of digits");
    assertThatThrownBy(() -> run(command, "15551230001")).hasMessageContaining("CODE");
    assertThatThrownBy(() -> run(command, "15551230001", "12345678", "more"))
        .hasMessageContaining("more is not expected");
  }

  @Test
  void everyCommandHasHelp() {
    for (SandboxCommand command :
        List.of(
            new StartCommand(holder),
            new StopCommand(holder),
            new InfoCommand(holder),
            new FaultCommand(holder),
            new PhoneCommand(holder),
            new LinkCodeCommand(holder),
            new ScanCommand(holder, new QrBoard()))) {
      assertThat(run(command, "--help")).startsWith("usage: sandbox-");
    }
  }
}
