package org.amarula.chaos.agent;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The sandbox's admin over HTTP. Thread-safe. */
final class ServerAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Gson GSON = new Gson();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String base;

  /**
   * The admin beside a WebSocket.
   *
   * @param url as {@code ws://127.0.0.1:1234/ws/chat}
   */
  ServerAdmin(String url) {
    URI chat = URI.create(url);
    base = "http://" + chat.getHost() + ":" + chat.getPort() + "/admin/";
  }

  /** A new account's phone scans a code; answers its number. */
  String scan(String qr) throws IOException, InterruptedException {
    return post("mock-phone/scan-qr", Map.of("qr", qr)).get("phone").getAsString();
  }

  void fault(Map<String, String> fields) throws IOException, InterruptedException {
    post("fault", fields);
  }

  /** Disarms what did not hit yet. */
  void heal() throws IOException, InterruptedException {
    post("heal", Map.of());
  }

  /** How many stanzas no device has answered yet. */
  long pending() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "stats"));
    return ask(request).get("pending").getAsLong();
  }

  private JsonObject post(String path, Map<String, String> body)
      throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(URI.create(base + path))
            .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(body))));
  }

  private JsonObject ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("The sandbox answers " + answer.statusCode() + " " + answer.body());
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
