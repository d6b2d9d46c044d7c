package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.Node;
import org.amarula.codec.Prologue;
import org.amarula.proto.handshake.HandshakeMessage;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults that end connections, one for each row of spec transport.md 6.6, 6.7 and 10. */
@Timeout(60)
class EndFaultTest {
  private static final String PHONE = "15551230001";
  private SandboxServer server = SandboxServer.start(SandboxOptions.defaults());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 1013, 4000})
  void closeCodeIsSentAndNothingBeforeIt(int code) throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.CLOSE_CODE, Map.of("code", Integer.toString(code))));
    assertThat(companion.connection.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(code);
    assertThat(server.stats().get("connections")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "999", "1005", "1006", "1015", "2999", "5000"})
  void codeThatNobodySendsIsRefused(String code) {
    assertThatThrownBy(() -> Fault.once(FaultType.CLOSE_CODE, Map.of("code", code)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "503,,,503,,",
    ",,,503,,",
    ",replaced,,,replaced,",
    "401,device_removed,,401,device_removed,",
    ",,xml-not-well-formed,,,xml-not-well-formed",
    "999,,,999,,"
  })
  void streamErrorHasThePartsThatAreNamed(
      String code, String conflict, String child, String sent, String type, String tag)
      throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    Map<String, String> fields = new java.util.HashMap<>();
    put(fields, "code", code);
    put(fields, "conflict", conflict);
    put(fields, "child", child);
    server.fault(Fault.of("streamError", fields));
    Node error = companion.connection.expect("stream:error");
    assertThat(error.attribute("code").orElse(null)).isEqualTo(sent);
    assertThat(error.child("conflict").flatMap(c -> c.attribute("type")).orElse(null))
        .isEqualTo(type);
    assertThat(tag == null || error.child(tag).isPresent()).isTrue();
    companion.connection.awaitClosed();
  }

  private static void put(Map<String, String> fields, String key, String value) {
    if (value != null) {
      fields.put(key, value);
    }
  }

  @Test
  void streamEndIsSaidBeforeTheClose() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.STREAM_END));
    companion.connection.expect("xmlstreamend");
    companion.connection.awaitClosed();
  }

  @Test
  void loginFailureHasTheAttributesThatAreNamed() throws Exception {
    Companion companion = new Companion(server);
    companion.pair(PHONE);
    server.fault(
        Fault.once(
            FaultType.LOGIN_FAILURE,
            Map.of("account", PHONE, "reason", "402", "code", "101", "expire", "7200")));
    companion.open(companion.loginPayload().build());
    Node failure = companion.connection.expect("failure");
    assertThat(failure.attributes())
        .containsEntry("reason", "402")
        .containsEntry("code", "101")
        .containsEntry("expire", "7200")
        .containsEntry("location", "sbx")
        .doesNotContainKey("account");
    companion.connection.awaitClosed();
  }

  @Test
  void registrationFailureHitsWhoIsNotLinked() throws Exception {
    Companion companion = new Companion(server);
    companion.pair(PHONE);
    server.fault(
        Fault.once(
            FaultType.REGISTRATION_FAILURE,
            Map.of("reason", "405", "logout_message_header", "Update")));
    companion.login();
    Companion fresh = new Companion(server);
    fresh.open(fresh.registration().build());
    assertThat(fresh.connection.expect("failure").attributes())
        .containsEntry("reason", "405")
        .containsEntry("logout_message_header", "Update");
    fresh.connection.awaitClosed();
    fresh.register();
  }

  @Test
  void silentLoginIsNotAnswered() throws Exception {
    Companion companion = new Companion(server);
    companion.pair(PHONE);
    server.fault(Fault.once(FaultType.SILENT_LOGIN, Map.of("account", PHONE)));
    companion.open(companion.loginPayload().build());
    awaitHit();
    assertThat(companion.connection.nothingArrives(300)).isTrue();
    companion.connection.close();
    companion.login();
  }

  /** Else the next one met the fault. */
  private void awaitHit() {
    while (server.stats().get("armedFaults") > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void silentUpgradeIsNotAnswered() throws Exception {
    server.fault(Fault.once(FaultType.SILENT_UPGRADE));
    CompletableFuture<WebSocket> socket =
        RawConnection.HTTP
            .newWebSocketBuilder()
            .buildAsync(URI.create(server.url()), new WebSocket.Listener() {});
    awaitHit();
    new Companion(server).register();
    assertThat(socket.isDone()).isFalse();
  }

  @Test
  void closedHandshakeHasItsCode() throws Exception {
    server.fault(Fault.once(FaultType.CLOSE_HANDSHAKE, Map.of("code", "1013")));
    RawConnection connection = RawConnection.socket(server);
    connection.write(Prologue.client());
    connection.write(FrameAssembler.frame(hello()));
    assertThat(connection.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1013);
  }

  @Test
  void serverThatStopsReadingMakesWritesPileUp() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.STOP_READING, Map.of("account", PHONE)));
    CompletableFuture<?> taken = CompletableFuture.completedFuture(null);
    for (int i = 0; i < 64 && taken.isDone(); i++) {
      taken = companion.connection.writeLater(new byte[1 << 20]);
      await(taken);
    }
    assertThat(taken.isDone()).isFalse();
    assertThat(server.stats().get("connections")).isEqualTo(1);
  }

  private static void await(CompletableFuture<?> taken) throws Exception {
    try {
      taken.get(500, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      assertThat(taken).isNotDone();
    }
  }

  @Test
  void drippedFrameNeverEnds() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.DRIP, Map.of("account", PHONE, "ms", "1")));
    assertThat(companion.connection.nothingArrives(300)).isTrue();
    companion.connection.close();
    companion.login();
  }

  @Test
  void passkeyIsAskedForInsteadOfASignature() throws Exception {
    Companion companion = new Companion(server);
    String qr = companion.register();
    server.fault(Fault.once(FaultType.PASSKEY));
    assertThatThrownBy(() -> server.scan(qr)).isInstanceOf(IllegalStateException.class);
    assertThat(companion.connection.expect("notification").attribute("type"))
        .contains("passkey_prologue_request");
  }

  @Test
  void versionPageTellsTheMinimumUntilAFaultChangesIt() throws Exception {
    server.close();
    server = SandboxServer.start(SandboxOptions.defaults().withMinimumVersion("2.3000.1001"));
    assertThat(page().body()).contains("\"client_revision\":1001,");
    server.fault(Fault.once(FaultType.VERSION_PAGE, Map.of("revision", "2000000000")));
    assertThat(page().body()).contains("\"client_revision\":2000000000,");
    server.fault(Fault.once(FaultType.VERSION_PAGE, Map.of("status", "404")));
    assertThat(page().statusCode()).isEqualTo(404);
    assertThat(page().statusCode()).isEqualTo(200);
  }

  @Test
  void secondConnectionOfTheSameKeysIsCounted() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    assertThat(server.stats().get("overlaps")).isZero();
    companion.login();
    while (server.stats().get("overlaps") == 0) { // the first one is asked whether it is there
      Thread.onSpinWait();
    }
    assertThat(server.stats().get("overlaps")).isEqualTo(1);
  }

  @Test
  void connectionAfterAnotherIsNoOverlap() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.CLOSE_CODE));
    companion.connection.awaitClosed();
    companion.login();
    assertThat(server.stats().get("overlaps")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"closeCode\",\"code\":1011}",
        "{\"type\":\"streamError\",\"child\":\"bad-mac\"}",
        "{\"type\":\"streamEnd\"}",
        "{\"type\":\"stopReading\"}",
        "{\"type\":\"drip\",\"ms\":5}",
        "{\"type\":\"loginFailure\",\"reason\":402,\"code\":101,\"expire\":60,\"message\":\"m\"}",
        "{\"type\":\"registrationFailure\",\"reason\":405}",
        "{\"type\":\"silentLogin\"}",
        "{\"type\":\"silentUpgrade\"}",
        "{\"type\":\"closeHandshake\",\"code\":1013}",
        "{\"type\":\"versionPage\",\"revision\":2000000000}",
        "{\"type\":\"passkey\"}"
      })
  void everyFaultIsArmedOverHttpToo(String body) throws Exception {
    HttpResponse<String> answer =
        RawConnection.HTTP.send(
            HttpRequest.newBuilder(uri("/admin/fault"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(server.stats().get("armedFaults")).isEqualTo(1);
  }

  private HttpResponse<String> page() throws Exception {
    return RawConnection.HTTP.send(
        HttpRequest.newBuilder(uri("/sw.js")).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static byte[] hello() {
    return HandshakeMessage.newBuilder()
        .setClientHello(
            HandshakeMessage.ClientHello.newBuilder()
                .setEphemeral(
                    com.google.protobuf.ByteString.copyFrom(
                        org.amarula.crypto.curve.KeyPair.generate(Companion.RANDOM).publicKey())))
        .build()
        .toByteArray();
  }
}
