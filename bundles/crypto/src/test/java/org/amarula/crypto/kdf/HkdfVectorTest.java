package org.amarula.crypto.kdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HkdfVectorTest {
  private static final AtomicInteger CASES = new AtomicInteger();

  static Stream<JsonObject> derivations() {
    return Vectors.cases("hkdf.json", "hkdf").stream();
  }

  static Stream<JsonObject> chains() {
    return Vectors.cases("hkdf.json", "chains").stream();
  }

  static Stream<JsonObject> messages() {
    return Vectors.cases("hkdf.json", "aesMac").stream();
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void derivationYieldsTheKeys(JsonObject json) {
    CASES.incrementAndGet();
    byte[] salt = Vectors.text(json, "salt") == null ? null : Vectors.hex(json, "salt");
    byte[] info = Vectors.text(json, "info").getBytes(StandardCharsets.US_ASCII);

    byte[] okm = Hkdf.sha256(Vectors.hex(json, "ikm"), salt, info, json.get("length").getAsInt());

    assertThat(okm).isEqualTo(Vectors.hex(json, "okm"));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void chainStepsYieldSeedsAndKeys(JsonObject json) {
    CASES.incrementAndGet();
    byte[] chainKey = Vectors.hex(json, "chainKey");

    for (JsonElement element : json.getAsJsonArray("steps")) {
      JsonObject step = element.getAsJsonObject();
      assertThat(Hmac.sha256(chainKey, new byte[] {1})).isEqualTo(Vectors.hex(step, "messageSeed"));
      chainKey = Hmac.sha256(chainKey, new byte[] {2});
      assertThat(chainKey).isEqualTo(Vectors.hex(step, "nextChainKey"));
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void cipherAndMacYieldTheMessage(JsonObject json) throws Exception {
    CASES.incrementAndGet();
    byte[] key = Vectors.hex(json, "key");
    byte[] iv = Vectors.hex(json, "iv");
    byte[] ciphertext = Vectors.hex(json, "ciphertext");
    byte[] plaintext = Vectors.hex(json, "plaintext");

    byte[] mac =
        Hmac.sha256(
            Vectors.hex(json, "macKey"),
            Vectors.hex(json, "senderIdentity"),
            Vectors.hex(json, "receiverIdentity"),
            Vectors.hex(json, "versionAndMessage"));

    assertThat(AesCbc.encrypt(key, iv, plaintext)).isEqualTo(ciphertext);
    assertThat(AesCbc.decrypt(key, iv, ciphertext)).isEqualTo(plaintext);
    assertThat(Arrays.copyOf(mac, 8)).isEqualTo(Vectors.hex(json, "mac8"));
  }

  @AfterAll
  static void count() {
    System.out.println("hkdf.json: " + CASES + " cases");
  }
}
