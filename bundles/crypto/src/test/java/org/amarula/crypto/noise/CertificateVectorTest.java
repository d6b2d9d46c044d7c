package org.amarula.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateVectorTest {
  private static final AtomicInteger CASES = new AtomicInteger();

  static Stream<Named<JsonObject>> chains() {
    return Vectors.cases("noise-certs.json", "cases").stream()
        .map(json -> Named.of(json.get("name").getAsString(), json));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void chainIsAcceptedOrRefusedForItsReason(JsonObject json) throws Exception {
    CASES.incrementAndGet();
    CertificateVerifier verifier =
        new CertificateVerifier(Vectors.hex(json, "rootPublicHex"), NoiseCase.clock(json));
    byte[] chain = Vectors.hex(json, "chainHex");
    byte[] serverStatic = Vectors.hex(json, "serverStaticHex");

    if (json.get("expect").getAsString().equals("accept")) {
      verifier.verify(chain, serverStatic);
      assertOtherRootRefuses(json, chain, serverStatic);
    } else {
      assertThatThrownBy(() -> verifier.verify(chain, serverStatic))
          .asInstanceOf(type(CertificateRefusedException.class))
          .extracting(refused -> refused.check().text())
          .isEqualTo(json.get("reason").getAsString());
    }
  }

  private static void assertOtherRootRefuses(JsonObject json, byte[] chain, byte[] serverStatic) {
    CertificateVerifier real =
        new CertificateVerifier(CertificateVerifier.whatsAppRoot(), NoiseCase.clock(json));
    assertThatThrownBy(() -> real.verify(chain, serverStatic))
        .asInstanceOf(type(CertificateRefusedException.class))
        .extracting(CertificateRefusedException::check)
        .isEqualTo(CertificateCheck.INTERMEDIATE_SIGNATURE);
  }

  /** The same chain inside a handshake: refused with the same reason, and nothing works after. */
  @ParameterizedTest
  @MethodSource("chains")
  void handshakeStopsForTheSameReason(JsonObject json) throws Exception {
    NoiseCase keys = NoiseCase.first();
    NoiseInitiator initiator =
        new NoiseInitiator(
            keys.pair("clientStatic"),
            Vectors.hex(json, "rootPublicHex"),
            NoiseCase.clock(json),
            new SecureRandom());
    NoiseResponder responder =
        new NoiseResponder(
            keys.pair("serverStatic"), Vectors.hex(json, "chainHex"), new SecureRandom());
    byte[] serverHello = responder.readClientHello(initiator.clientHello());

    if (json.get("expect").getAsString().equals("accept")) {
      initiator.readServerHello(serverHello);
    } else {
      assertThatThrownBy(() -> initiator.readServerHello(serverHello))
          .isInstanceOf(CertificateRefusedException.class)
          .hasMessageContaining(json.get("reason").getAsString());
      assertThatThrownBy(() -> initiator.clientFinish(new byte[0]))
          .isInstanceOf(IllegalStateException.class);
      assertThat(initiator.state().key()).containsOnly(0);
    }
  }

  @AfterAll
  static void count() {
    System.out.println("noise-certs.json: " + CASES + " cases");
  }
}
