package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.admin.PhoneActions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/sandbox.md shows is what a running server answers. */
@Timeout(60)
class DocumentedAdminTest {
  private static final String ANY = "…";
  private static final Pattern EXAMPLE =
      Pattern.compile("```http\n(GET|POST) (\\S+)\n(.*?)\n?\n(\\S.*?)\n```", Pattern.DOTALL);
  private static final Pattern SERVED = Pattern.compile("case \"((?:GET|POST) /admin/[^\"]+)\"");
  private static final Path ADMIN =
      Path.of("src/main/java/org/amarula/sandbox/internal/admin").toAbsolutePath();

  private final Map<String, String> known = new HashMap<>();

  private static String document() throws IOException {
    return Files.readString(Path.of("../../docs/sandbox.md"));
  }

  private record Example(String method, String path, String body, String answer) {}

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(document());
    while (matcher.find()) {
      examples.add(
          new Example(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)));
    }
    return examples;
  }

  @Test
  void everyExampleIsAnsweredAsShown() throws Exception {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
        Companion ann = new Companion(server);
        Companion cleo = new Companion(server)) {
      known.put("<QR>", ann.register());
      for (Example example : examples()) {
        if (example.path.endsWith("/link-code")) {
          LinkCodeSide side = new LinkCodeSide(cleo);
          side.hello("15550000003");
          known.put("<CODE>", side.code());
        }
        check(server, example);
        if (example.path.endsWith("/scan-qr")) {
          ann.finishPairing(ann.advSecret);
          ann.login();
          ann.upload(9);
          ann.activate();
        }
      }
      assertThat(ann.connection.expect("stream:error").attribute("code")).contains("401");
      assertThat(server.violations()).isEmpty();
    }
  }

  private void check(SandboxServer server, Example example) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + fill(example.path)));
    HttpRequest sent =
        example.method.equals("GET")
            ? request.build()
            : request.POST(HttpRequest.BodyPublishers.ofString(fill(example.body))).build();
    HttpResponse<String> answer =
        RawConnection.HTTP.send(sent, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(example.path + " " + answer.body()).isEqualTo(200);
    compare(
        example.path,
        JsonParser.parseString(example.answer),
        JsonParser.parseString(answer.body()));
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> each : known.entrySet()) {
      filled = filled.replace(each.getKey(), each.getValue());
    }
    return filled;
  }

  private void compare(String where, JsonElement shown, JsonElement told) {
    if (shown.isJsonObject()) {
      JsonObject object = shown.getAsJsonObject();
      for (String field : object.keySet()) {
        if (!field.equals(ANY)) {
          assertThat(told.getAsJsonObject().has(field)).as(where + "/" + field).isTrue();
          compare(where + "/" + field, object.get(field), told.getAsJsonObject().get(field));
        }
      }
      assertThat(object.has(ANY) || object.keySet().equals(told.getAsJsonObject().keySet()))
          .as(where + " tells " + told)
          .isTrue();
    } else if (shown.isJsonArray()) {
      JsonArray all = told.getAsJsonArray();
      assertThat(all.size()).as(where).isGreaterThanOrEqualTo(shown.getAsJsonArray().size());
      for (int i = 0; i < shown.getAsJsonArray().size(); i++) {
        compare(where + "[" + i + "]", shown.getAsJsonArray().get(i), all.get(i));
      }
    } else {
      compareValue(where, shown, told);
    }
  }

  private void compareValue(String where, JsonElement shown, JsonElement told) {
    String text = shown.getAsString();
    if (text.equals(ANY)) {
      return;
    }
    if (text.matches("<[A-Z]+>")) {
      assertThat(told.getAsString())
          .as(where)
          .isEqualTo(known.computeIfAbsent(text, first -> told.getAsString()));
    } else {
      assertThat(told).as(where).isEqualTo(shown);
    }
  }

  @Test
  void everyEndpointIsShown() throws Exception {
    TreeSet<String> served = new TreeSet<>();
    for (String file : List.of("Requests.java", "GroupRequests.java")) {
      Matcher matcher = SERVED.matcher(Files.readString(ADMIN.resolve(file)));
      while (matcher.find()) {
        served.add(matcher.group(1));
      }
    }
    PhoneActions.ACTIONS.keySet().forEach(action -> served.add("POST /admin/mock-phone/" + action));
    for (String look : List.of("received", "receipts", "chat-states", "media")) {
      served.add("GET /admin/mock-phone/" + look);
    }
    TreeSet<String> shown = new TreeSet<>();
    examples().forEach(each -> shown.add(each.method + " " + each.path.split("\\?", 2)[0]));
    assertThat(shown).isEqualTo(served);
  }

  @Test
  void everyFaultHasItsRow() throws Exception {
    String document = document();
    for (FaultType type : FaultType.values()) {
      String row =
          String.format(
              "| `%s` | %s | %s | ",
              type.text(), String.join(", ", type.matches()), String.join(", ", type.shapes()));
      assertThat(document).contains(row);
    }
  }

  @Test
  void startIsShownWithItsArguments() throws Exception {
    assertThat(document()).contains("amarula.jar sandbox " + SandboxArguments.USAGE);
  }
}
