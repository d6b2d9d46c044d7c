package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.PairingRefusedException;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.sandbox.FaultCases.Case;
import org.amarula.sandbox.fault.FaultType;

/** What each fault of pairing, keys and requests does. */
final class PairingFaultCases {
  private PairingFaultCases() {}

  static void add(Map<FaultType, Case> cases) {
    pairing(cases);
    keys(cases);
    appState(cases);
    cases.put(
        FaultType.IGNORE_IQ,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone, "xmlns", "w:p");
          scene.assertDeaf(companion);
        });
    cases.put(
        FaultType.IQ_ERROR,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("xmlns", "w:p", "account", scene.phone, "code", "503", "text", "busy");
          Node error = scene.ping(companion).requireChild("error");
          assertThat(error.attribute("code")).contains("503");
          assertThat(error.attribute("text")).contains("busy");
        });
  }

  private static void pairing(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.BAD_ADV,
        scene -> {
          Companion companion = scene.unlinked();
          String qr = companion.register();
          scene.arm("account", scene.phone, "part", "signature");
          scene.server.scan(qr, scene.phone, "");
          assertThatThrownBy(() -> companion.finishPairing(companion.advSecret))
              .isInstanceOf(PairingRefusedException.class);
        });
    cases.put(FaultType.REGISTRATION_REFRESH, scene -> refused(scene, "companion_reg_refresh"));
    cases.put(FaultType.PASSKEY, scene -> refused(scene, "passkey_prologue_request"));
    cases.put(
        FaultType.NO_RESTART,
        scene -> {
          Companion companion = scene.unlinked();
          String qr = companion.register();
          scene.arm("account", scene.phone);
          scene.server.scan(qr, scene.phone, "");
          companion.answerPairing(companion.advSecret);
          scene.awaitHit();
          assertThat(companion.connection.nothingArrives(100)).isTrue();
          companion.login();
        });
    cases.put(
        FaultType.LINK_CODE_REFRESH,
        scene -> {
          LinkCodeSide side = new LinkCodeSide(scene.unlinked());
          side.hello(scene.phone);
          scene.arm("account", scene.phone, "force", "true");
          assertThatThrownBy(() -> scene.server.enterCode(scene.phone, side.code(), ""))
              .isInstanceOf(IllegalStateException.class);
          Node refresh = side.notification().requireChild("link_code_companion_reg");
          assertThat(refresh.attribute("stage")).contains("refresh_code");
          assertThat(refresh.attribute("force_manual_refresh")).contains("true");
        });
  }

  private static void refused(FaultScene scene, String asked) throws Exception {
    Companion companion = scene.unlinked();
    String qr = companion.register();
    scene.arm("account", scene.phone);
    assertThatThrownBy(() -> scene.server.scan(qr, scene.phone, ""))
        .isInstanceOf(IllegalStateException.class);
    assertThat(companion.connection.expect("notification").attribute("type")).contains(asked);
  }

  private static void keys(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.BAD_SIGNED_PRE_KEY,
        scene -> {
          SignalDevice device = new SignalDevice(scene.ready());
          scene.otherUser();
          scene.arm("account", scene.other);
          Node bundle = device.fetch(scene.otherUser().withDevice(0));
          Node key = bundle.requireChild("skey");
          assertThat(
                  SignedPreKeySignature.verify(
                      bundle.requireChild("identity").requireBytes(),
                      key.requireChild("value").requireBytes(),
                      key.requireChild("signature").requireBytes()))
              .isFalse();
        });
    cases.put(
        FaultType.NO_PRE_KEY,
        scene -> {
          SignalDevice device = new SignalDevice(scene.ready());
          scene.otherUser();
          scene.arm("account", scene.other);
          assertThat(device.fetch(scene.otherUser().withDevice(0)).child("key")).isEmpty();
          assertThat(device.fetch(scene.otherUser().withDevice(0)).child("key")).isPresent();
        });
  }

  private static void appState(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.BAD_APP_STATE,
        scene -> {
          scene.server.greeting(true);
          Companion companion = scene.ready();
          companion.connection.expect(node -> node.hasAttribute("category", "peer"));
          scene.server.greeting(false);
          Node genuine = settings(companion);
          scene.arm("account", scene.phone, "device", "1", "part", "patch");
          assertThat(settings(companion)).isNotEqualTo(genuine);
          assertThat(settings(companion)).isEqualTo(genuine);
        });
  }

  private static Node settings(Companion companion) throws Exception {
    Node collection =
        Node.builder("collection")
            .attribute("name", "critical_block")
            .attribute("version", 0)
            .attribute("return_snapshot", "true")
            .build();
    Node sync = Node.builder("sync").child(collection).build();
    return companion.ask("set", "w:sync:app:state", sync).requireChild("sync");
  }
}
