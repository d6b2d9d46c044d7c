package org.amarula.benchmarks.process;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.amarula.api.connection.ConnectionSettings;

/** The way to a sandbox in another process, by its admin pages. Thread-safe. */
public record Sandbox(String url, String rootPublicKey, String admin, String certificate) {
  /** Reads the line that the process prints when it listens. */
  public static Sandbox of(String line) {
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    URI url = URI.create(json.get("url").getAsString());
    return new Sandbox(
        url.toString(),
        json.get("rootPublicKey").getAsString(),
        "http://" + url.getAuthority() + "/admin/",
        json.has("chatCertificate") ? json.get("chatCertificate").getAsString() : "");
  }

  /** Settings by which an account reaches it. */
  public ConnectionSettings settings(String profile) {
    ConnectionSettings settings =
        ConnectionSettings.of(profile).with("url", url).with("root.public.key", rootPublicKey);
    return certificate.isEmpty() ? settings : settings.with("tls.certificate", certificate);
  }

  /** A new account's phone scans the code; tells its number. */
  public String scan(String qr) {
    JsonObject body = new JsonObject();
    body.addProperty("qr", qr);
    return post("mock-phone/scan-qr", body).get("phone").getAsString();
  }

  /** Cuts so many connections at once. */
  public void drop(int count) {
    JsonObject body = new JsonObject();
    body.addProperty("type", "drop");
    body.addProperty("count", count);
    post("fault", body);
  }

  /** Figures about the server. */
  public JsonObject stats() {
    try {
      return answer((HttpURLConnection) URI.create(admin + "stats").toURL().openConnection());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonObject post(String path, JsonObject body) {
    try {
      HttpURLConnection http =
          (HttpURLConnection) URI.create(admin + path).toURL().openConnection();
      http.setRequestProperty("Connection", "close"); // a kept one has a thread
      http.setRequestMethod("POST");
      http.setDoOutput(true);
      http.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
      return answer(http);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject answer(HttpURLConnection http) throws IOException {
    int status = http.getResponseCode();
    try (InputStream in = status < 400 ? http.getInputStream() : http.getErrorStream();
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
      if (status != 200) {
        throw new IOException("The sandbox answered " + status + ": " + json);
      }
      return json;
    }
  }
}
