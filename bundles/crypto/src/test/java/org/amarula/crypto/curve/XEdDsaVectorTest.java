package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class XEdDsaVectorTest {
  private static final AtomicInteger CASES = new AtomicInteger();

  static Stream<JsonObject> signatures() {
    return Vectors.cases("xeddsa.json", "sign").stream();
  }

  static Stream<Named<JsonObject>> verifications() {
    return Vectors.cases("xeddsa.json", "verify").stream()
        .map(json -> Named.of(json.get("case").getAsString(), json));
  }

  static Stream<JsonObject> agreements() {
    return Vectors.cases("xeddsa.json", "x25519").stream();
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void injectedRandomnessReproducesTheSignature(JsonObject json) throws Exception {
    CASES.incrementAndGet();
    byte[] privateKey = Vectors.hex(json, "priv");
    byte[] publicKey = SignalPublicKey.decode(Vectors.hex(json, "pub"));
    byte[] message = Vectors.hex(json, "message");

    byte[] signature = XEdDsa.sign(privateKey, message, Vectors.hex(json, "random64"));

    assertThat(signature).isEqualTo(Vectors.hex(json, "signatureRandomized"));
    assertThat(Verification.verify(publicKey, message, signature)).isTrue();
    byte[] deterministic = Vectors.hex(json, "signatureDeterministicNpm");
    assertThat(Verification.verify(publicKey, message, deterministic)).isTrue();
    assertThat(KeyPair.ofPrivate(privateKey).publicKey()).isEqualTo(publicKey);
  }

  @ParameterizedTest
  @MethodSource("verifications")
  void verificationAnswersAsExpected(JsonObject json) {
    CASES.incrementAndGet();

    boolean verified;
    try {
      byte[] publicKey = SignalPublicKey.decode(Vectors.hex(json, "pub"));
      verified =
          Verification.verify(
              publicKey, Vectors.hex(json, "message"), Vectors.hex(json, "signature"));
    } catch (InvalidKeyException e) {
      verified = false;
    }

    assertThat(verified).isEqualTo(json.get("expect").getAsBoolean());
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void agreementYieldsTheSharedSecret(JsonObject json) throws Exception {
    CASES.incrementAndGet();
    byte[] privateKey = Vectors.hex(json, "priv");
    byte[] theirs = SignalPublicKey.decode(Vectors.hex(json, "pub"));
    byte[] own = Vectors.hex(json, "ownPub");

    assertThat(X25519Agreement.agree(privateKey, theirs)).isEqualTo(Vectors.hex(json, "shared"));
    assertThat(KeyPair.ofPrivate(privateKey).agree(theirs)).isEqualTo(Vectors.hex(json, "shared"));
    assertThat(X25519Agreement.publicKey(privateKey))
        .isEqualTo(Arrays.copyOfRange(own, own.length - 32, own.length));
  }

  @AfterAll
  static void count() {
    System.out.println("xeddsa.json: " + CASES + " cases");
  }
}
