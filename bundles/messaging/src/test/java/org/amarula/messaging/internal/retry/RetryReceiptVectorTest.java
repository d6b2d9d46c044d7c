package org.amarula.messaging.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.KeyNodes;
import org.amarula.messaging.internal.stanza.VectorNodes;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryReceiptVectorTest {
  private static final JsonObject STATE = Vectors.read("retry.json").getAsJsonObject("localState");
  private static final List<JsonObject> BUILD = Vectors.cases("retry.json", "build");
  private static final List<JsonObject> PARSE = Vectors.cases("retry.json", "parse");

  static List<JsonObject> built() {
    return BUILD;
  }

  static List<JsonObject> parsed() {
    return PARSE;
  }

  @ParameterizedTest
  @MethodSource("built")
  void receiptAsksForTheMessage(JsonObject vector) {
    JsonObject signed = STATE.getAsJsonObject("signedPreKey");
    RetryReceipt.OwnKeys own =
        new RetryReceipt.OwnKeys(
            STATE.get("registrationId").getAsInt(),
            Vectors.hex(STATE, "identityPub"),
            KeyNodes.signedKey(
                signed.get("id").getAsInt(),
                Vectors.hex(signed, "pub"),
                Vectors.hex(signed, "signature")),
            Vectors.hex(STATE, "deviceIdentity"));
    Node message = VectorNodes.parse(vector.getAsJsonObject("message"));
    int count = vector.get("retryCount").getAsInt();
    int error = vector.get("errorCode").getAsInt();
    boolean keys = RetryReceipt.needsKeys(count, vector.get("forceKeys").getAsBoolean());
    JsonElement once = vector.get("oneTimePreKey");
    assertThat(keys).isEqualTo(!once.isJsonNull());
    Node receipt = RetryReceipt.of(message, own, count, error);
    if (keys) {
      JsonObject key = once.getAsJsonObject();
      Node node = KeyNodes.key(key.get("id").getAsInt(), Vectors.hex(key, "pub"));
      receipt = RetryReceipt.withKeys(message, own, count, error, node);
    }
    assertThat(VectorNodes.plain(receipt))
        .isEqualTo(VectorNodes.plain(VectorNodes.parse(vector.getAsJsonObject("expected"))));
  }

  @ParameterizedTest
  @MethodSource("parsed")
  void keysAreCompleteOrNone(JsonObject vector) {
    Node receipt = VectorNodes.parse(vector.getAsJsonObject("node"));
    Optional<PreKeyBundle> keys = RetryReceipt.keys(receipt).map(FetchedBundle::keys);
    if (vector.get("expect").isJsonNull()) {
      assertThat(keys).isEmpty();
      return;
    }
    JsonObject expected = vector.getAsJsonObject("expect");
    JsonObject signed = expected.getAsJsonObject("signedPreKey");
    PreKeyBundle bundle = keys.orElseThrow();
    assertThat(bundle.registrationId()).isEqualTo(expected.get("registrationId").getAsInt());
    assertThat(RetryReceipt.registrationId(receipt)).isEqualTo(bundle.registrationId());
    assertThat(bundle.identityKey()).isEqualTo(Vectors.hex(expected, "identityKey"));
    assertThat(bundle.signedPreKeyId()).isEqualTo(signed.get("id").getAsInt());
    assertThat(bundle.signedPreKey()).isEqualTo(Vectors.hex(signed, "pub"));
    assertThat(bundle.signature()).isEqualTo(Vectors.hex(signed, "signature"));
    if (expected.get("preKey").isJsonNull()) {
      assertThat(bundle.preKeyId()).isEmpty();
    } else {
      JsonObject once = expected.getAsJsonObject("preKey");
      assertThat(bundle.preKeyId()).isEqualTo(OptionalInt.of(once.get("id").getAsInt()));
      assertThat(bundle.preKey()).isEqualTo(Vectors.hex(once, "pub"));
    }
  }

  @AfterAll
  static void count() {
    System.out.println("retry.json: " + (BUILD.size() + PARSE.size()) + " cases");
  }
}
