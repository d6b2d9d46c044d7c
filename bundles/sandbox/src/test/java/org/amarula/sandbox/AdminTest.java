package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.amarula.codec.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AdminTest {
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private int status;

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonElement get(String path) throws Exception {
    return send(request(path).GET().build());
  }

  private JsonElement post(String path, String body) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.port() + "/admin/" + path));
  }

  private JsonElement send(HttpRequest request) throws Exception {
    HttpResponse<String> response =
        RawConnection.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    status = response.statusCode();
    return JsonParser.parseString(response.body());
  }

  @Test
  void infoIsWhatTheLineSays() throws Exception {
    JsonObject info = get("info").getAsJsonObject();
    assertThat(info).isEqualTo(JsonParser.parseString(server.listening()));
    assertThat(info.get("event").getAsString()).isEqualTo("listening");
    assertThat(info.get("url").getAsString())
        .isEqualTo("ws://127.0.0.1:" + server.port() + "/ws/chat");
    assertThat(info.get("rootPublicKey").getAsString()).matches("[0-9a-f]{64}");
    assertThat(info.get("mediaHost").getAsString()).isEqualTo("127.0.0.1:" + server.port());
    assertThat(info.has("chatCertificate")).isFalse();
    assertThat(info.get("mediaCertificate").getAsString()).endsWith(".pem");
  }

  @Test
  void companionIsPairedAndWrittenToOverHttp() throws Exception {
    Companion companion = new Companion(server);
    JsonObject scan = new JsonObject();
    scan.addProperty("qr", companion.register());
    scan.addProperty("phone", "15551230001");
    scan.addProperty("name", "Ann");
    JsonObject scanned = post("mock-phone/scan-qr", scan.toString()).getAsJsonObject();
    assertThat(scanned.get("phone").getAsString()).isEqualTo("15551230001");
    assertThat(scanned.get("device").getAsInt()).isEqualTo(1);
    companion.finishPairing(companion.advSecret);
    companion.login();
    companion.upload(5);
    companion.activate();
    JsonObject sent =
        post(
                "mock-phone/send",
                "{\"account\":\"15551230002\",\"to\":\"15551230001\",\"text\":\"over http\"}")
            .getAsJsonObject();
    Node message = companion.connection.expect("message");
    assertThat(message.attribute("id")).contains(sent.get("id").getAsString());
    assertThat(new SignalDevice(companion).read(message).getConversation()).isEqualTo("over http");
    JsonElement received = get("mock-phone/received?account=15551230001");
    JsonObject first = received.getAsJsonArray().get(0).getAsJsonObject();
    assertThat(first.get("text").getAsString()).isEqualTo("over http");
    assertThat(first.get("decrypted").getAsBoolean()).isTrue();
    JsonObject stats = get("stats").getAsJsonObject();
    assertThat(stats.get("accounts").getAsInt()).isEqualTo(2);
    assertThat(stats.get("devices").getAsInt()).isEqualTo(3);
    assertThat(stats.getAsJsonArray("violationList")).isEmpty();
  }

  @Test
  void faultIsArmed() throws Exception {
    post("fault", "{\"type\":\"ignoreIq\",\"xmlns\":\"w:p\",\"count\":2}");
    assertThat(status).isEqualTo(200);
    assertThat(server.stats().get("armedFaults")).isEqualTo(1);
  }

  @Test
  void healingDisarmsWhatDidNotHitYet() throws Exception {
    post("fault", "{\"type\":\"drop\",\"account\":\"15551230001\",\"count\":3}");
    JsonObject answer = post("heal", "{}").getAsJsonObject();
    assertThat(answer.get("disarmed").getAsInt()).isEqualTo(1);
    assertThat(server.stats().get("armedFaults")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fault|{\"type\":\"nonsense\"}",
        "fault|{\"type\":\"drop\",\"nonsense\":1}",
        "fault|{\"type\":\"drop\",\"count\":0}",
        "fault|{\"type\":\"delay\",\"ms\":\"soon\"}",
        "fault|{}",
        "fault|[]",
        "fault|{nonsense",
        "mock-phone/scan-qr|{\"qr\":\"nothing\"}",
        "mock-phone/scan-qr|{\"qr\":\"a,b,c,d,e\",\"phone\":\"x\"}",
        "mock-phone/link-code|{\"phone\":\"15551230001\",\"code\":\"1234-5678\"}",
        "mock-phone/send|{\"account\":\"15551230001\",\"to\":\"15551230002\"}",
        "mock-phone/send|{\"account\":\"15551230001\",\"to\":\"bob\",\"text\":\"x\"}",
        "mock-phone/unlink|{\"account\":\"15551230001\",\"device\":1}",
        "heal|{\"what\":1}",
        "nonsense|{}"
      })
  void badRequestIsAnsweredWithErrorAndMessage(String path, String body) throws Exception {
    JsonObject answer = post(path, body).getAsJsonObject();
    assertThat(status).isEqualTo(400);
    assertThat(answer.get("error").getAsString()).isNotEmpty();
    assertThat(answer.get("message").getAsString()).isNotEmpty();
  }

  @Test
  void accountOfReceivedIsRequired() throws Exception {
    get("mock-phone/received");
    assertThat(status).isEqualTo(400);
    assertThat(get("mock-phone/received?account=15559999999").getAsJsonArray()).isEmpty();
  }
}
