package org.amarula.itests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.amarula.launcher.Main;

/**
 * The local server in a process of its own: it outlives frameworks, and its threads and sockets do
 * not count here. Ended by {@link #close}; thread-safe.
 */
public final class Sandbox implements AutoCloseable {
  private static final String WATCHED = "amarula.sandbox.transcripts";
  private static final int PATIENCE_MILLIS = 30_000;

  private final Process process;
  private final String listening;

  private Sandbox(Process process, String listening) {
    this.process = process;
    this.listening = listening;
  }

  /** Starts a server; its log goes to a file in {@code work}. */
  public static Sandbox start(Path work) {
    // A kept connection would be a socket and a thread of the client's that come and go.
    System.setProperty("http.keepAlive", "false");
    try {
      Files.createDirectories(work);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-Djava.io.tmpdir=" + work,
                  "-D" + WATCHED + "=" + System.getProperty(WATCHED, work.toString()),
                  "-cp",
                  Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                      .toString(),
                  Main.class.getName(),
                  "sandbox")
              .redirectError(work.resolve("sandbox.log").toFile())
              .start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("The sandbox does not start; see sandbox.log.");
      }
      return new Sandbox(process, line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings by which an account finds and trusts it. */
  public Map<String, String> settings() {
    return Map.of(
        "url",
        url(),
        "root.public.key",
        field(listening, "rootPublicKey"),
        "media.certificate",
        field(listening, "mediaCertificate"));
  }

  /** The WebSocket's URL. */
  public String url() {
    return field(listening, "url");
  }

  /** Phones hand their history to new companions from now on, all of it as files over HTTPS. */
  public Sandbox withHistory() {
    post("/admin/mock-phone/inline-history", "{\"enabled\":false}");
    post("/admin/mock-phone/greeting", "{\"enabled\":true}");
    return this;
  }

  /** A new account's phone scans a code; answers its number. */
  public String scan(String qr) {
    return field(post("/admin/mock-phone/scan-qr", "{\"qr\":\"" + qr + "\"}"), "phone");
  }

  /** A phone sends a text to another account; answers the message's id. */
  public String send(String phone, String to, String text) {
    String json = "{\"account\":\"%s\",\"to\":\"%s\",\"text\":\"%s\"}".formatted(phone, to, text);
    return field(post("/admin/mock-phone/send", json), "id");
  }

  /** What an account's phone has received, as JSON. */
  public String received(String phone) {
    return ask("/admin/mock-phone/received?account=" + phone, "");
  }

  /** Sizes and counters, as JSON. */
  public String stats() {
    return ask("/admin/stats", "");
  }

  /** Arms a fault: an object with {@code type} and the fields of that type. */
  public void fault(String json) {
    post("/admin/fault", json);
  }

  private String post(String path, String json) {
    return ask(path, json);
  }

  private String ask(String path, String body) {
    URI chat = URI.create(url());
    try {
      URI target = new URI("http", null, chat.getHost(), chat.getPort(), "/", null, null);
      HttpURLConnection http = (HttpURLConnection) target.resolve(path).toURL().openConnection();
      http.setConnectTimeout(PATIENCE_MILLIS);
      http.setReadTimeout(PATIENCE_MILLIS);
      if (!body.isEmpty()) {
        http.setDoOutput(true);
        http.setRequestProperty("Content-Type", "application/json");
        http.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      int status = http.getResponseCode();
      try (InputStream answer = status == 200 ? http.getInputStream() : http.getErrorStream()) {
        String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        if (status != 200) {
          throw new AssertionError(status + " " + text);
        }
        return text;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("No '" + name + "' in " + json);
    }
    return matcher.group(1);
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
