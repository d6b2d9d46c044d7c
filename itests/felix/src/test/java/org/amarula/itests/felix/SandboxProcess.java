package org.amarula.itests.felix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local server as a process of its own, so that it outlives the accounts' process. */
final class SandboxProcess implements AutoCloseable {
  private final AmarulaProcess process;
  private final String listening;

  private SandboxProcess(AmarulaProcess process) {
    this.process = process;
    this.listening = process.await(line -> true);
  }

  static SandboxProcess start(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "sandbox";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return new SandboxProcess(AmarulaProcess.start(arguments));
  }

  /** Its first line. */
  String listening() {
    return listening;
  }

  String url() {
    return field(listening, "url");
  }

  /** What follows {@code start PROFILE}. */
  String settings() {
    return "url=" + url() + " root.public.key=" + field(listening, "rootPublicKey");
  }

  /** A new account's phone scans a code; answers its number. */
  String scan(String qr) throws IOException, InterruptedException {
    return field(post("/admin/mock-phone/scan-qr", "{\"qr\":\"" + qr + "\"}"), "phone");
  }

  /** What an account's phone has received, as JSON. */
  String received(String phone) throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(admin("/admin/mock-phone/received?account=" + phone)).build());
  }

  private String post(String path, String json) throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(admin(path))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json")
            .build());
  }

  private static String ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .build()
            .send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private URI admin(String path) {
    URI chat = URI.create(url());
    return URI.create("http://" + chat.getHost() + ":" + chat.getPort() + path);
  }

  /** The process behind it. */
  AmarulaProcess process() {
    return process;
  }

  static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("No '" + name + "' in " + json);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    process.close();
  }
}
