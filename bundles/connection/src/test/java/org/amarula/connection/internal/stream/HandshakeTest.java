package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.amarula.api.Bytes;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.handshake.ClientPayload;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  @Test
  void unpairedDeviceRegisters() throws Exception {
    Rig rig = Rig.unpaired().connected();

    ClientPayload payload = ClientPayload.parseFrom(rig.server.payload().orElseThrow());

    assertThat(payload.hasDevicePairingData()).isTrue();
    assertThat(payload.hasUsername()).isFalse();
    assertThat(rig.listener.states)
        .containsExactly(ConnectionState.HANDSHAKING, ConnectionState.PAIRING);
  }

  @Test
  void linkedDeviceLogsIn() throws Exception {
    Rig rig = Rig.paired().connected();

    ClientPayload payload = ClientPayload.parseFrom(rig.server.payload().orElseThrow());

    assertThat(payload.getUsername()).isEqualTo(15551230001L);
    assertThat(payload.getDevice()).isEqualTo(12);
    assertThat(payload.getLidDbMigrated()).isTrue();
    assertThat(payload.getLc()).isEqualTo(1);
    assertThat(rig.listener.states)
        .containsExactly(ConnectionState.HANDSHAKING, ConnectionState.LOGGING_IN);
  }

  @Test
  void nothingIsSentBeforeTheSocketIsOpen() {
    Rig rig = Rig.paired().opened();

    rig.stream().send(org.amarula.codec.Node.of("presence"));
    rig.lane.settle();

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.story).isEmpty();
  }

  @Test
  void connectionThatIsNotMadeInTimeIsLost() {
    Rig rig = Rig.paired().opened();

    rig.pass(Duration.ofSeconds(20));

    assertThat(rig.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
    assertThat(rig.server.aborted).isTrue();
    assertThat(rig.time.waiting()).isZero();
  }

  @Test
  void silentServerFailsTheHandshake() {
    Rig rig = Rig.paired();
    rig.server.silent = true;
    rig.connected();

    rig.pass(Duration.ofSeconds(19));
    assertThat(rig.listener.ends).isEmpty();
    rig.pass(Duration.ofSeconds(1));

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
    assertThat(rig.server.aborted).isTrue();
  }

  @Test
  void serverThatNeverAnswersTheLoginFailsTheHandshake() {
    Rig rig = Rig.paired().connected();

    rig.pass(Duration.ofSeconds(20));

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
  }

  @Test
  void corruptedServerHelloFailsTheHandshake() {
    Rig rig = Rig.paired();
    rig.server.serverHello =
        hello -> {
          hello[hello.length - 1] ^= 1;
          return hello;
        };

    rig.connected();

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
    assertThat(rig.server.payload()).isEmpty();
  }

  @Test
  void anythingButAHelloFailsTheHandshake() {
    Rig rig = Rig.paired();
    rig.server.serverHello = hello -> new byte[] {(byte) 0xFF, 1, 2, 3};

    rig.connected();

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
  }

  @Test
  void frameOfMoreThan64KiBFailsTheHandshake() {
    Rig rig = Rig.paired();
    rig.server.serverHello = hello -> new byte[(1 << 16) + 1];

    rig.connected();

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
  }

  @Test
  void wrongRootKeyRefusesTheCertificate() {
    Rig rig = Rig.paired().trusting(KeyPair.generate(Devices.RANDOM));

    rig.connected();

    assertThat(rig.end())
        .isEqualTo(new DisconnectReason.CertificateRefused("intermediate-signature"));
    assertThat(rig.server.payload()).isEmpty();
  }

  @Test
  void bytesMayArriveOneByOne() {
    Rig rig = Rig.paired();
    rig.server.deliverySize = 1;
    rig.connected();

    rig.serve(org.amarula.codec.Node.of("success"));

    assertThat(rig.listener.loggedIn).contains(ManualTime.START);
  }

  @Test
  void routingInformationGoesBeforeTheHeader() {
    Bytes blob = Bytes.utf8("route me");

    Rig rig = Rig.with(Devices.paired().withRoutingInfo(blob)).connected();

    assertThat(rig.server.routingInfo().map(Bytes::wrap)).contains(blob);
    assertThat(rig.server.payload()).isPresent();
  }

  @Test
  void routingInformationIsForgottenWhenNoHelloCame() {
    Rig rig = Rig.with(Devices.paired().withRoutingInfo(Bytes.utf8("stale")));
    rig.server.silent = true;
    rig.connected();

    rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    rig.lane.settle();

    assertThat(rig.listener.story).containsExactly("handshaking", "credentials", "end");
    assertThat(rig.listener.credentials)
        .extracting(Credentials::routingInfo)
        .containsOnly(Bytes.EMPTY);
    assertThat(rig.end()).isEqualTo(new DisconnectReason.NetworkLost("reset"));
  }

  @Test
  void routingInformationOutlivesALaterEnd() {
    Rig rig = Rig.with(Devices.paired().withRoutingInfo(Bytes.utf8("good"))).connected();

    rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    rig.lane.settle();

    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void closeDuringTheHandshakeIsALostNetwork() {
    Rig rig = Rig.paired();
    rig.server.silent = true;
    rig.connected();

    rig.server.closeSocket(new DisconnectReason.ServerClosed());
    rig.lane.settle();

    assertThat(rig.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
  }
}
