package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.amarula.api.StorageException;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.instance.Role;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void anUnreachableServerIsALostNetworkAndIsTriedAgain() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice =
          stack.begin(stack.settings("alice").with("url", "ws://127.0.0.1:" + port + "/ws/chat"));

      alice.events().awaitReason(DisconnectReason.NetworkLost.class);
      alice.events().awaitReason(DisconnectReason.NetworkLost.class);
    }
  }

  @Test
  void aWrongRootKeyRefusesTheServer() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.begin(stack.settings("alice").with("root.public.key", "42".repeat(32)));

      DisconnectReason.CertificateRefused refused =
          alice.events().awaitReason(DisconnectReason.CertificateRefused.class);

      assertThat(refused.check()).isEqualTo("intermediate-signature");
    }
  }

  @ParameterizedTest
  @MethodSource("faultsBeforeLogin")
  void aFaultOfTheHandshakeIsTypedAndTheNextAttemptWorks(
      FaultType fault, Map<String, String> fields, Class<? extends DisconnectReason> reason) {
    sandbox.fault(Fault.once(fault, fields));
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.begin(stack.settings("alice").with("connect.timeout.seconds", "1"));

      alice.events().awaitReason(reason);

      if (reason != DisconnectReason.CertificateRefused.class) {
        alice.events().await(PairingQr.class, qr -> true);
      }
    }
  }

  static Stream<Arguments> faultsBeforeLogin() {
    return Stream.of(
        Arguments.of(FaultType.SILENT_HANDSHAKE, Map.of(), DisconnectReason.HandshakeFailed.class),
        Arguments.of(
            FaultType.CORRUPT_SERVER_HELLO, Map.of(), DisconnectReason.HandshakeFailed.class),
        Arguments.of(
            FaultType.BAD_CERTIFICATE,
            Map.of("part", "leaf"),
            DisconnectReason.CertificateRefused.class),
        Arguments.of(
            FaultType.BAD_CERTIFICATE,
            Map.of("part", "intermediate"),
            DisconnectReason.CertificateRefused.class),
        Arguments.of(
            FaultType.REFUSE_UPGRADE,
            Map.of("status", "503"),
            DisconnectReason.UpgradeRefused.class));
  }

  @ParameterizedTest
  @MethodSource("forgedParts")
  void aForgedDeviceIdentityIsRefusedAndNothingIsStored(String part, String check) {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.begin(stack.settings("alice"));
      String qr = alice.events().await(PairingQr.class, code -> true).qr();
      sandbox.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", part)));
      try {
        sandbox.scan(qr);
      } catch (RuntimeException e) {
        assertThat(e).hasMessageNotContaining("at org."); // the phone sees that it was refused
      }

      assertThat(alice.events().awaitReason(DisconnectReason.PairingRefused.class).check())
          .isEqualTo(check);
      assertThat(alice.connection().ownAddress()).isEmpty();
      alice.connection().connect();
      alice.events().await(PairingQr.class, code -> true);
    }
  }

  static Stream<Arguments> forgedParts() {
    return Stream.of(
        Arguments.of("hmac", "hmac-mismatch"), Arguments.of("signature", "signature-mismatch"));
  }

  @Test
  void aForgedSignedPreKeyLeavesThatDeviceOut() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      sandbox.fault(Fault.once(FaultType.BAD_SIGNED_PRE_KEY, Map.of("account", bob.phone())));

      alice.send(bob, "to whom I trust");

      DeviceRefused refused = alice.events().await(DeviceRefused.class, device -> true);
      assertThat(refused.check()).contains("signature");
      alice.send(bob, "the next one");
      bob.events().awaitText("the next one");
    }
  }

  @Test
  void aDamagedCiphertextIsAskedForAgainAndArrives() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      alice.send(bob, "first");
      bob.events().awaitText("first");
      sandbox.fault(
          Fault.once(
              FaultType.CORRUPT_ENC,
              Map.of("from", alice.phone(), "to", bob.phone(), "device", "1")));

      alice.send(bob, "damaged on its way");

      bob.events().await(MessageUnreadable.class, unreadable -> unreadable.retried());
      bob.events().awaitText("damaged on its way");
    }
  }

  @Test
  void anUnreadableFrameEndsTheStreamAndTheNextOneWorks() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      alice.events().clear();

      sandbox.fault(Fault.once(FaultType.BAD_FRAME, Map.of("account", alice.phone())));

      alice.events().awaitReason(DisconnectReason.StreamCorrupted.class);
      alice.events().awaitState(ConnectionState.ONLINE);
    }
  }

  @Test
  void aMalformedNodeIsToldAndHarmsNothingElse() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");

      sandbox.fault(Fault.once(FaultType.BAD_NODE, Map.of("account", alice.phone())));

      alice.events().await(StanzaRejected.class, rejected -> true);
      bob.send(alice, "still here");
      alice.events().awaitText("still here");
    }
  }

  @Test
  void aRemovedDeviceIsLoggedOutAndItsCredentialsAreGone() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");

      sandbox.unlink(alice.phone(), alice.scan().device());

      alice.events().awaitState(ConnectionState.LOGGED_OUT);
      alice.connection().connect();
      alice.events().await(PairingQr.class, qr -> true);
    }
  }

  @Test
  void aCrashOfAnyChildHealsAndTheChatGoesOn() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob", Map.of("restart.max", "10"));
      for (Role role :
          new Role[] {
            Role.REGISTRY, Role.TABLE_OWNER, Role.CUSTODIAN_SUPERVISOR, Role.SENDER_SUPERVISOR
          }) {
        bob.supervisor().kill(role);
        alice.send(bob, "after " + role.text());
        bob.events().awaitText("after " + role.text());
      }
      bob.stop();
      Account again = stack.login("bob", bob.scan());
      again.events().clear();
      again.supervisor().kill(Role.CONNECTION);
      again.events().awaitState(ConnectionState.ONLINE);

      alice.send(again, "after the connection");
      again.events().awaitText("after the connection");
      again.send(alice, "answer");
      alice.events().awaitText("answer");
    }
  }

  @Test
  void aSecondUserOfTheDataDirectoryIsRefused() {
    try (Stack stack = new Stack(sandbox, data)) {
      assertThat(stack.factory().instances()).isEmpty();

      assertThatThrownBy(() -> new Stack(sandbox, data)).isInstanceOf(StorageException.class);
    }
  }
}
