package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.PairingRefusedException;
import org.amarula.proto.handshake.ClientPayload;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.Scan;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PairingTest {
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void scannedCompanionIsPairedAndSentAwayToLogIn() throws Exception {
    try (Companion companion = new Companion(server)) {
      companion.pair("15551230001");
      assertThat(companion.pn).isEqualTo(Jid.of("15551230001", 1, Jid.PN));
      assertThat(companion.lid.device()).isEqualTo(1);
      Node success = companion.login();
      assertThat(success.requireJidAttribute("lid")).isEqualTo(companion.lid);
      assertThat(success.numberAttribute("t")).isPresent();
      Node routing = companion.connection.expect(node -> node.child("edge_routing").isPresent());
      assertThat(routing.requireChild("edge_routing").requireChild("routing_info").bytes())
          .isPresent();
      assertThat(server.violations()).isEmpty();
      assertThat(server.stats().get("pairings")).isEqualTo(1);
    }
  }

  @Test
  void routingInfoOfTheLastLoginIsAcceptedBeforeTheNext() throws Exception {
    try (Companion companion = new Companion(server)) {
      companion.pair("15551230001");
      companion.login();
      byte[] info =
          companion
              .connection
              .expect(node -> node.child("edge_routing").isPresent())
              .requireChild("edge_routing")
              .requireChild("routing_info")
              .requireBytes();
      companion.close();
      companion.prologue = org.amarula.codec.Prologue.client(info);
      companion.login();
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void scanWithoutPhoneTakesTheNextFreeNumber() throws Exception {
    try (Companion first = new Companion(server);
        Companion second = new Companion(server)) {
      Scan one = server.scan(first.register());
      Scan two = server.scan(second.register());
      assertThat(one.phone()).isEqualTo("15550000001");
      assertThat(two.phone()).isEqualTo("15550000002");
    }
  }

  @Test
  void sixRefsAreOffered() throws Exception {
    try (Companion companion = new Companion(server)) {
      companion.open(companion.registration().build());
      Node request = companion.connection.expect("iq");
      assertThat(request.attribute("from")).contains("@s.whatsapp.net");
      assertThat(request.requireChild("pair-device").children("ref")).hasSize(6);
    }
  }

  @Test
  void qrOfAnotherConnectionIsRefused() throws Exception {
    try (Companion first = new Companion(server);
        Companion second = new Companion(server)) {
      String qr = first.register();
      second.register();
      String forged = qr.replace(qr.split(",")[1], second.register().split(",")[1]);
      assertThatThrownBy(() -> server.scan(forged)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> server.scan("nothing")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void forgedHmacIsRefusedByTheCompanion() throws Exception {
    server.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", "hmac")));
    assertRefused("HMAC");
  }

  @Test
  void forgedAccountSignatureIsRefusedByTheCompanion() throws Exception {
    server.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", "signature")));
    assertRefused("SIGNATURE");
  }

  private void assertRefused(String part) throws Exception {
    try (Companion companion = new Companion(server)) {
      server.scan(companion.register());
      assertThatThrownBy(() -> companion.finishPairing(companion.advSecret))
          .isInstanceOfSatisfying(
              PairingRefusedException.class,
              refusal -> assertThat(refusal.toString() + refusal.refusal()).contains(part));
      assertThat(server.stats().get("pairings")).isZero();
    }
  }

  @Test
  void replyWithoutDeviceSignatureIsAViolation() throws Exception {
    try (Companion companion = new Companion(server)) {
      server.scan(companion.register());
      Node request = companion.connection.expect(node -> node.child("pair-success").isPresent());
      Node identity =
          Node.builder("device-identity").attribute("key-index", 1).bytes(new byte[40]).build();
      companion.connection.send(
          Companion.result(request)
              .child(Node.builder("pair-device-sign").child(identity).build())
              .build());
      companion.connection.awaitClosed();
      assertThat(rules()).containsExactly("device-identity");
    }
  }

  @Test
  void declinedPairingForgetsTheDevice() throws Exception {
    try (Companion companion = new Companion(server)) {
      server.scan(companion.register());
      Node request = companion.connection.expect(node -> node.child("pair-success").isPresent());
      companion.connection.send(
          Node.builder("iq")
              .attribute("to", Jid.SERVER)
              .attribute("id", request.requireAttribute("id"))
              .attribute("type", "error")
              .child(Node.builder("error").attribute("code", 500).build())
              .build());
      companion.connection.awaitClosed();
      assertThat(server.stats().get("declinedPairings")).isEqualTo(1);
      assertThat(server.stats().get("devices")).isEqualTo(1);
    }
  }

  @Test
  void refreshAsksForAnotherCodeBeforeItPairs() throws Exception {
    server.fault(Fault.once(FaultType.REGISTRATION_REFRESH));
    try (Companion companion = new Companion(server)) {
      String qr = companion.register();
      assertThatThrownBy(() -> server.scan(qr)).isInstanceOf(IllegalStateException.class);
      Node refresh = companion.connection.expect("notification");
      assertThat(refresh.attribute("type")).contains("companion_reg_refresh");
      server.scan(qr);
      companion.finishPairing(companion.advSecret);
    }
  }

  @Test
  void badRegistrationsAreViolations() throws Exception {
    Companion companion = new Companion(server);
    ClientPayload good = companion.registration().build();
    ClientPayload.Builder hash = good.toBuilder();
    hash.getDevicePairingDataBuilder().setBuildHash(ByteString.copyFrom(new byte[16]));
    ClientPayload.Builder signature = good.toBuilder();
    signature.getDevicePairingDataBuilder().setESkeySig(ByteString.copyFrom(new byte[64]));
    ClientPayload.Builder lengths = good.toBuilder();
    lengths.getDevicePairingDataBuilder().setEIdent(ByteString.copyFrom(new byte[31]));
    for (ClientPayload.Builder bad : List.of(hash, signature, lengths)) {
      companion.open(bad.build());
      assertThat(companion.connection.expect("failure").attribute("reason")).contains("400");
      companion.connection.awaitClosed();
    }
    assertThat(rules()).containsExactly("build-hash", "signed-pre-key", "registration-lengths");
  }

  private List<String> rules() {
    return server.violations().stream().map(Violation::rule).toList();
  }
}
