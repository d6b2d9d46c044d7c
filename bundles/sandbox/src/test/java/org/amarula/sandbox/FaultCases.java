package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.CertificateRefusedException;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.sandbox.fault.FaultType;

/** What each fault of connections, handshakes and logins does. */
final class FaultCases {
  /** Arms a fault and shows its effect. */
  @FunctionalInterface
  interface Case {
    void show(FaultScene scene) throws Exception;
  }

  private FaultCases() {}

  static Map<FaultType, Case> all() {
    Map<FaultType, Case> cases = new EnumMap<>(FaultType.class);
    ends(cases);
    silences(cases);
    damages(cases);
    logins(cases);
    handshakes(cases);
    PairingFaultCases.add(cases);
    MessageFaultCases.add(cases);
    return cases;
  }

  private static void ends(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.DROP,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone, "device", "1");
          companion.connection.awaitClosed();
        });
    cases.put(
        FaultType.CLOSE_CODE,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone, "code", "4001");
          assertThat(companion.connection.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(4001);
        });
    cases.put(
        FaultType.STREAM_ERROR,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone, "code", "516");
          assertThat(companion.connection.expect("stream:error").attribute("code")).contains("516");
          companion.connection.awaitClosed();
        });
    cases.put(
        FaultType.STREAM_END,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone);
          companion.connection.expect("xmlstreamend");
          companion.connection.awaitClosed();
        });
  }

  private static void silences(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.BLACK_HOLE,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone);
          scene.assertDeaf(companion);
        });
    cases.put(
        FaultType.STOP_READING,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone);
          CompletableFuture<?> taken = CompletableFuture.completedFuture(null);
          for (int i = 0; i < 64 && isTaken(taken); i++) {
            taken = companion.connection.writeLater(new byte[1 << 20]);
          }
          assertThat(taken.isDone()).isFalse();
        });
    cases.put(
        FaultType.DRIP,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone, "ms", "1");
          scene.assertDeaf(companion);
          companion.connection.awaitBytes(4);
        });
  }

  private static boolean isTaken(CompletableFuture<?> write) throws Exception {
    try {
      write.get(300, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return write.isDone();
    }
  }

  private static void damages(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.BAD_FRAME,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone);
          assertThatThrownBy(() -> companion.connection.expect("never"))
              .isInstanceOf(NoiseException.class);
        });
    cases.put(
        FaultType.BAD_NODE,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone);
          assertThatThrownBy(() -> companion.connection.expect("never"))
              .isInstanceOf(MalformedNodeException.class);
        });
    cases.put(
        FaultType.PRE_KEY_LOW,
        scene -> {
          Companion companion = scene.ready();
          scene.arm("account", scene.phone, "value", "2");
          Node notification = companion.connection.expect("notification");
          companion.ack(notification);
          assertThat(notification.requireChild("count").attribute("value")).contains("2");
        });
  }

  private static void logins(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.LOGIN_FAILURE,
        scene -> {
          Companion companion = scene.paired();
          scene.arm("account", scene.phone, "reason", "403");
          companion.open(companion.loginPayload().build());
          assertThat(companion.connection.expect("failure").attribute("reason")).contains("403");
        });
    cases.put(
        FaultType.REGISTRATION_FAILURE,
        scene -> {
          scene.arm("reason", "409");
          Companion companion = scene.unlinked();
          companion.open(companion.registration().build());
          assertThat(companion.connection.expect("failure").attribute("reason")).contains("409");
        });
    cases.put(
        FaultType.SILENT_LOGIN,
        scene -> {
          Companion companion = scene.paired();
          scene.arm("account", scene.phone);
          companion.open(companion.loginPayload().build());
          scene.awaitHit();
          assertThat(companion.connection.nothingArrives(100)).isTrue();
        });
  }

  private static void handshakes(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.REFUSE_UPGRADE,
        scene -> {
          scene.arm("status", "429");
          assertThatThrownBy(() -> RawConnection.socket(scene.server))
              .isInstanceOf(CompletionException.class)
              .cause()
              .isInstanceOfSatisfying(
                  WebSocketHandshakeException.class,
                  e -> assertThat(e.getResponse().statusCode()).isEqualTo(429));
        });
    cases.put(
        FaultType.SILENT_UPGRADE,
        scene -> {
          scene.arm();
          CompletableFuture<?> opening = RawConnection.opening(scene.server);
          scene.awaitHit();
          assertThatThrownBy(() -> opening.get(200, TimeUnit.MILLISECONDS))
              .isInstanceOf(TimeoutException.class);
          opening.cancel(true);
        });
    cases.put(
        FaultType.VERSION_PAGE,
        scene -> {
          scene.arm("revision", "1999");
          String page = new String(scene.get("/sw.js").body(), StandardCharsets.UTF_8);
          assertThat(page).contains("\"client_revision\":1999,");
        });
    cases.put(
        FaultType.CLOSE_HANDSHAKE,
        scene -> {
          scene.arm("code", "1013");
          assertThat(hello(scene).closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1013);
        });
    cases.put(
        FaultType.SILENT_HANDSHAKE,
        scene -> {
          scene.arm();
          RawConnection connection = hello(scene);
          scene.awaitHit();
          assertThat(connection.nothingArrives(100)).isTrue();
        });
    cases.put(FaultType.CORRUPT_SERVER_HELLO, scene -> showRefused(scene, NoiseException.class));
    cases.put(
        FaultType.BAD_CERTIFICATE,
        scene -> showRefused(scene, CertificateRefusedException.class, "part", "intermediate"));
  }

  private static void showRefused(
      FaultScene scene, Class<? extends Exception> refusal, String... fields) throws Exception {
    scene.arm(fields);
    Companion companion = scene.unlinked();
    assertThatThrownBy(() -> companion.open(companion.registration().build()))
        .isInstanceOf(refusal);
  }

  private static RawConnection hello(FaultScene scene) {
    RawConnection connection = RawConnection.socket(scene.server);
    NoiseInitiator noise =
        new NoiseInitiator(
            KeyPair.generate(Companion.RANDOM),
            new byte[32],
            java.time.Clock.systemUTC(),
            Companion.RANDOM);
    connection.write(RawConnection.plainPrologue());
    connection.write(FrameAssembler.frame(noise.clientHello()));
    return connection;
  }
}
