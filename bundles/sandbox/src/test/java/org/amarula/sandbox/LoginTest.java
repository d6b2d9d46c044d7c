package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.amarula.api.jid.Jid;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;
import org.amarula.codec.Prologue;
import org.amarula.crypto.noise.CertificateRefusedException;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoginTest {
  private static final String PHONE = "15551230001";
  private SandboxServer server = SandboxServer.start(SandboxOptions.defaults());

  @AfterEach
  void stop() {
    server.close();
  }

  private void failure(Companion companion, String reason) throws Exception {
    assertThat(companion.connection.expect("failure").attribute("reason")).contains(reason);
    companion.connection.awaitClosed();
  }

  @Test
  void unknownDeviceIsRefusedWith401() throws Exception {
    Companion companion = new Companion(server);
    companion.pn = Jid.of("15559999999", 1, Jid.PN);
    companion.open(companion.loginPayload().build());
    failure(companion, "401");
  }

  @Test
  void knownDeviceWithAnotherNoiseKeyIsRefusedWith401() throws Exception {
    Companion paired = new Companion(server);
    paired.pair(PHONE);
    Companion thief = new Companion(server);
    thief.pn = paired.pn;
    thief.open(thief.loginPayload().build());
    failure(thief, "401");
  }

  @Test
  void oldVersionIsRefusedWith405() throws Exception {
    server.close();
    server = SandboxServer.start(SandboxOptions.defaults().withMinimumVersion("2.3000.1001"));
    Companion companion = new Companion(server);
    companion.open(companion.registration().build());
    failure(companion, "405");
    companion.version = "2.3000.1001";
    companion.register();
  }

  @Test
  void ordinaryLoginFailureHitsItsAccountOnly() throws Exception {
    Companion companion = new Companion(server);
    companion.pair(PHONE);
    server.fault(Fault.once(FaultType.LOGIN_FAILURE, Map.of("account", "15550000099")));
    server.fault(Fault.once(FaultType.LOGIN_FAILURE, Map.of("account", PHONE, "reason", "503")));
    companion.open(companion.loginPayload().build());
    failure(companion, "503");
    companion.login();
    assertThat(server.stats().get("armedFaults")).isEqualTo(1);
  }

  @Test
  void secondLoginReplacesTheFirst() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    RawConnection first = companion.connection;
    companion.login();
    Node error = first.expect("stream:error");
    assertThat(error.requireChild("conflict").attribute("type")).contains("replaced");
    first.awaitClosed();
    companion.ask("get", "w:p", Node.of("ping"));
    assertThat(server.stats().get("replaced")).isEqualTo(1);
    assertThat(server.stats().get("connections")).isEqualTo(1);
  }

  @Test
  void streamErrorOfAFaultEndsALiveSession() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(
        Fault.once(FaultType.STREAM_ERROR, Map.of("code", "401", "conflict", "device_removed")));
    Node error = companion.connection.expect("stream:error");
    assertThat(error.attribute("code")).contains("401");
    companion.connection.awaitClosed();
  }

  @Test
  void armedDropHitsTheNextLogin() throws Exception {
    Companion companion = new Companion(server);
    companion.pair(PHONE);
    server.fault(Fault.once(FaultType.DROP, Map.of("account", PHONE, "device", "1")));
    companion.open(companion.loginPayload().build());
    companion.connection.awaitClosed();
    companion.login();
  }

  @Test
  void blackHoleStaysOpenAndSaysNothing() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.BLACK_HOLE, Map.of("account", PHONE)));
    companion.connection.send(companion.iq("get", "w:p", Node.of("ping")));
    assertThat(companion.connection.nothingArrives(300)).isTrue();
    assertThat(server.stats().get("connections")).isEqualTo(1);
  }

  @Test
  void badFrameDoesNotAuthenticate() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.BAD_FRAME));
    assertThatThrownBy(() -> companion.connection.plain()).isInstanceOf(NoiseException.class);
  }

  @Test
  void badNodeIsNoNode() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    server.fault(Fault.once(FaultType.BAD_NODE));
    byte[] plain = companion.connection.plain();
    assertThatThrownBy(() -> NodeCodecs.standard().decode(plain))
        .isInstanceOf(MalformedNodeException.class);
    companion.ask("get", "w:p", Node.of("ping"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "intermediate"})
  void badCertificateIsRefusedByTheClient(String part) {
    server.fault(Fault.once(FaultType.BAD_CERTIFICATE, Map.of("part", part)));
    Companion companion = new Companion(server);
    assertThatThrownBy(companion::register)
        .isInstanceOfSatisfying(
            CertificateRefusedException.class,
            e -> assertThat(e.check().text()).isEqualTo(part + "-signature"));
  }

  @Test
  void corruptServerHelloDoesNotAuthenticate() throws Exception {
    server.fault(Fault.once(FaultType.CORRUPT_SERVER_HELLO));
    Companion companion = new Companion(server);
    assertThatThrownBy(companion::register).isInstanceOf(NoiseException.class);
    companion.register();
  }

  @Test
  void silentHandshakeAnswersNothing() throws Exception {
    server.fault(Fault.once(FaultType.SILENT_HANDSHAKE));
    RawConnection connection = RawConnection.socket(server);
    connection.write(Prologue.client());
    connection.write(FrameAssembler.frame(hello()));
    assertThat(connection.nothingArrives(300)).isTrue();
  }

  private static byte[] hello() {
    return org.amarula.proto.handshake.HandshakeMessage.newBuilder()
        .setClientHello(
            org.amarula.proto.handshake.HandshakeMessage.ClientHello.newBuilder()
                .setEphemeral(
                    com.google.protobuf.ByteString.copyFrom(
                        org.amarula.crypto.curve.KeyPair.generate(Companion.RANDOM).publicKey())))
        .build()
        .toByteArray();
  }

  @Test
  void refusedUpgradeCarriesItsStatus() {
    server.fault(Fault.once(FaultType.REFUSE_UPGRADE, Map.of("status", "503")));
    assertThatThrownBy(() -> RawConnection.socket(server))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
  }

  @Test
  void foreignOriginIsForbidden() {
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Origin", "https://example.org")
                    .buildAsync(
                        java.net.URI.create("ws://127.0.0.1:" + server.port() + "/"),
                        new java.net.http.WebSocket.Listener() {})
                    .join())
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void wrongPrologueClosesTheConnection() throws Exception {
    RawConnection connection = RawConnection.socket(server);
    connection.write(new byte[] {'X', 'A', 6, 3});
    connection.awaitClosed();
    assertThat(server.violations()).extracting(Violation::rule).containsExactly("bad-prologue");
  }

  @Test
  void hugeHandshakeFrameClosesTheConnection() throws Exception {
    RawConnection connection = RawConnection.socket(server);
    connection.write(Prologue.client());
    connection.write(new byte[] {(byte) 0xFF, 0, 0, 1});
    connection.awaitClosed();
    assertThat(server.violations()).extracting(Violation::rule).containsExactly("frame-too-large");
  }

  @Test
  void framesCutIntoSingleBytesAreRead() throws Exception {
    server.close();
    server = SandboxServer.start(SandboxOptions.defaults().withChunks(1));
    Companion companion = Companion.ready(server, PHONE);
    companion.ask("get", "w:p", Node.of("ping"));
  }

  @Test
  void threeMalformedNodesInARowCloseTheConnection() throws Exception {
    Companion companion = Companion.ready(server, PHONE);
    companion.connection.sendPlain(new byte[] {0, 1});
    companion.connection.sendPlain(new byte[] {0, 1});
    companion.ask("get", "w:p", Node.of("ping"));
    for (int i = 0; i < 3; i++) {
      companion.connection.sendPlain(new byte[] {0, 1});
    }
    companion.connection.awaitClosed();
    assertThat(server.stats().get("violations")).isEqualTo(5);
  }
}
