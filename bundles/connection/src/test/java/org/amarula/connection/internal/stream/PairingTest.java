package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.amarula.proto.pairing.ADVSignedDeviceIdentityHMAC;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final Node RESTART = Node.builder("stream:error").attribute("code", "515").build();

  @Test
  void referencesAreAcknowledgedAndTheFirstIsShownForAMinute() {
    Rig rig = Rig.unpaired().connected();

    rig.serve(Rig.pairDevice("ref-1", "ref-2"));

    Node answer = rig.server.take();
    assertThat(answer.attributes())
        .containsEntry("id", "41")
        .containsEntry("type", "result")
        .containsEntry("to", "@s.whatsapp.net");
    assertThat(rig.listener.qrs).singleElement().asString().contains("#ref-1,").endsWith(",1");
    assertThat(rig.listener.expiries).containsExactly(ManualTime.START.plusSeconds(60));
  }

  @Test
  void codesRotateAfter60SecondsAndThenEvery20() {
    Rig rig = Rig.showingQr();

    rig.keepTalking(59);
    assertThat(rig.listener.qrs).hasSize(1);
    rig.keepTalking(1);
    assertThat(rig.listener.qrs).hasSize(2);
    rig.keepTalking(19);
    assertThat(rig.listener.qrs).hasSize(2);
    rig.keepTalking(1);

    assertThat(rig.listener.qrs).hasSize(3).last().asString().contains("#ref-3,");
    assertThat(rig.listener.expiries).last().isEqualTo(ManualTime.START.plusSeconds(100));
  }

  @Test
  void pairingExpiresWhenAllReferencesWereShown() {
    Rig rig = Rig.showingQr();
    rig.keepTalking(159);
    assertThat(rig.listener.ends).isEmpty();

    rig.keepTalking(1);

    assertThat(rig.listener.qrs).hasSize(6);
    assertThat(rig.end()).isEqualTo(new DisconnectReason.PairingExpired());
  }

  @Test
  void serverThatClosesDuringTheLastReferenceExpiresThePairing() {
    Rig rig = Rig.showingQr();
    rig.keepTalking(159);

    rig.server.closeSocket(new DisconnectReason.ServerClosed());
    rig.lane.settle();

    assertThat(rig.end()).isEqualTo(new DisconnectReason.PairingExpired());
  }

  @Test
  void secondSetOfReferencesReplacesTheFirst() {
    Rig rig = Rig.showingQr();
    rig.pass(Duration.ofSeconds(15));

    rig.serve(Rig.pairDevice("other-1", "other-2"));
    rig.keepTalking(59);

    assertThat(rig.listener.qrs).hasSize(2).last().asString().contains("#other-1,");
  }

  @Test
  void verifiedPairSuccessIsDurableBeforeItIsAnswered() throws Exception {
    Rig rig = Rig.showingQr();
    CompletableFuture<Void> durable = new CompletableFuture<>();
    rig.listener.store = () -> durable;

    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));
    assertThat(rig.server.received).isEmpty();
    durable.complete(null);
    rig.lane.settle();

    Node answer = rig.server.take();
    Node identity = answer.requireChild("pair-device-sign").requireChild("device-identity");
    assertThat(answer.attribute("id")).contains("42");
    assertThat(identity.attribute("key-index")).contains("3");
    new DeviceIdentitySigner(rig.account, Devices.RANDOM)
        .verifyReply(Rig.DEVICE, rig.credentials.identity().publicKey(), identity.requireBytes());
    assertThat(ADVSignedDeviceIdentity.parseFrom(identity.requireBytes()).hasAccountSignatureKey())
        .isFalse();
  }

  @Test
  void linkHoldsWhatThePhoneGave() throws Exception {
    Rig rig = Rig.showingQr();

    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));

    Credentials.Link link = rig.listener.credentials.get(0).paired().orElseThrow();
    assertThat(link.own()).isEqualTo(Devices.OWN);
    assertThat(link.lid()).isEqualTo(Devices.LID);
    assertThat(link.platform()).isEqualTo("android");
    assertThat(link.businessName()).isEmpty();
    assertThat(link.accountKey()).isEqualTo(Bytes.wrap(rig.account.publicKey()));
    assertThat(ADVSignedDeviceIdentity.parseFrom(link.signedIdentity().toArray()))
        .matches(ADVSignedDeviceIdentity::hasAccountSignatureKey)
        .matches(ADVSignedDeviceIdentity::hasDeviceSignature);
  }

  @Test
  void restartFollowsPairingAndIsNoLoss() {
    Rig rig = Rig.showingQr();
    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));

    rig.serve(RESTART);

    assertThat(rig.listener.story).containsExactly("handshaking", "pairing", "qr", "paired", "end");
    assertThat(rig.listener.ends).containsExactly(new DisconnectReason.RestartRequired());
  }

  @Test
  void closeWithoutTheRestartIsARestart() {
    Rig rig = Rig.showingQr();
    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));

    rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    rig.lane.settle();

    assertThat(rig.end()).isEqualTo(new DisconnectReason.RestartRequired());
  }

  @Test
  void restartIsMadeAfter10SecondsOfSilence() {
    Rig rig = Rig.showingQr();
    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));

    rig.pass(Duration.ofSeconds(9));
    assertThat(rig.listener.ends).isEmpty();
    rig.pass(Duration.ofSeconds(1));

    assertThat(rig.end()).isEqualTo(new DisconnectReason.RestartRequired());
  }

  @Test
  void forgedHmacIsRefused() throws Exception {
    Rig rig = Rig.showingQr();
    ADVSignedDeviceIdentityHMAC container =
        ADVSignedDeviceIdentityHMAC.parseFrom(rig.container(rig.credentials));
    byte[] hmac = container.getHmac().toByteArray();
    hmac[0] ^= 1;

    rig.serve(
        Rig.pairSuccess(
            container.toBuilder()
                .setHmac(com.google.protobuf.ByteString.copyFrom(hmac))
                .build()
                .toByteArray()));

    assertRefused(rig, "401", "hmac-mismatch", "hmac-mismatch");
  }

  @Test
  void signatureOverAnotherIdentityIsRefused() {
    Rig rig = Rig.showingQr();
    Credentials other = Devices.unpaired().withAdvSecret(rig.credentials.advSecret());

    rig.serve(Rig.pairSuccess(rig.container(other)));

    assertRefused(rig, "401", "signature-mismatch", "signature-mismatch");
  }

  @Test
  void unreadableContainerIsAnInternalError() {
    Rig rig = Rig.showingQr();

    rig.serve(Rig.pairSuccess(new byte[] {(byte) 0xFF, 1}));

    assertRefused(rig, "500", "internal-error", "internal-error");
  }

  @Test
  void pairSuccessWithoutADeviceIsRefused() {
    Rig rig = Rig.showingQr();
    Node success =
        Node.builder("pair-success")
            .child(Node.builder("device-identity").bytes(rig.container(rig.credentials)).build())
            .build();

    rig.serve(Rig.serverIq("set", "43").child(success).build());

    assertRefused(rig, "500", "internal-error", "incomplete");
  }

  private static void assertRefused(Rig rig, String code, String text, String check) {
    Node answer = rig.server.take();
    assertThat(answer.attribute("type")).contains("error");
    assertThat(answer.requireChild("error").attributes())
        .containsEntry("code", code)
        .containsEntry("text", text);
    assertThat(rig.listener.refusals).containsExactly(check);
    assertThat(rig.listener.credentials).isEmpty();
    assertThat(rig.listener.ends).containsExactly(new DisconnectReason.PairingRefused(check));
  }

  @Test
  void storeThatFailsRefusesThePhoneAndEndsTheStream() {
    Rig rig = Rig.showingQr();
    rig.listener.store =
        () -> CompletableFuture.failedFuture(new StorageException("The disk is full."));

    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));

    assertThat(rig.server.take().requireChild("error").attribute("code")).contains("500");
    assertThat(rig.end()).isEqualTo(new DisconnectReason.StorageFailed("The disk is full"));
  }

  @Test
  void refreshRendersTheCurrentReferenceWithANewSecret() {
    Rig rig = Rig.showingQr();
    rig.pass(Duration.ofSeconds(10));

    rig.serve(notification("companion_reg_refresh", Node.of("companion_reg_refresh")));

    Credentials changed = rig.listener.credentials.get(0);
    assertThat(changed.advSecret()).isNotEqualTo(rig.credentials.advSecret());
    String secret = Base64.getEncoder().encodeToString(changed.advSecret().toArray());
    assertThat(rig.listener.qrs).hasSize(2).last().asString().contains("#ref-1,").contains(secret);
    assertThat(rig.listener.expiries).last().isEqualTo(ManualTime.START.plusSeconds(60));
    assertThat(rig.listener.story).endsWith("credentials", "qr");
    assertThat(rig.server.take().attributes())
        .containsOnly(
            java.util.Map.entry("id", "77"),
            java.util.Map.entry("class", "notification"),
            java.util.Map.entry("to", "@s.whatsapp.net"),
            java.util.Map.entry("type", "companion_reg_refresh"));
  }

  @Test
  void phoneThatScannedTheRefreshedCodePairs() {
    Rig rig = Rig.showingQr();
    rig.serve(notification("companion_reg_refresh", Node.of("pair-device-rotate-qr")));
    rig.server.take();

    rig.serve(Rig.pairSuccess(rig.container(rig.listener.credentials.get(0))));

    assertThat(rig.server.take().attribute("type")).contains("result");
  }

  @Test
  void refreshWithAnotherChildIsAcknowledgedOnly() {
    Rig rig = Rig.showingQr();

    rig.serve(notification("companion_reg_refresh", Node.of("something")));

    assertThat(rig.server.take().is("ack")).isTrue();
    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void accountThatNeedsAPasskeyIsRefused() {
    Rig rig = Rig.showingQr();

    rig.serve(notification("passkey_prologue_request", Node.of("passkey_prologue_request")));

    assertThat(rig.server.take().is("ack")).isTrue();
    assertThat(rig.end()).isInstanceOf(DisconnectReason.UnsupportedAccount.class);
  }

  @Test
  void phoneWithoutLinkedDevicesLeavesTheCodeValid() {
    Rig rig = Rig.showingQr();

    rig.serve(Node.builder("ib").child(Node.of("downgrade_webclient")).build());

    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void failureDuringPairingEndsTheStream() {
    Rig rig = Rig.unpaired().connected();

    rig.serve(Node.builder("failure").attribute("reason", "405").build());

    assertThat(rig.end()).isEqualTo(new DisconnectReason.Outdated());
  }

  private static Node notification(String type, Node child) {
    return Node.builder("notification")
        .attribute("from", Jid.SERVER)
        .attribute("id", "77")
        .attribute("type", type)
        .child(child)
        .build();
  }
}
