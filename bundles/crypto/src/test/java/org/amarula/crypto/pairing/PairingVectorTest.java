package org.amarula.crypto.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.XEdDsa;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairingVectorTest {
  private static final AtomicInteger CASES = new AtomicInteger();
  private final PairingVerifier verifier = new PairingVerifier(new SecureRandom());

  static Stream<Named<JsonObject>> pairings() {
    return Vectors.cases("pairing.json", "cases").stream()
        .map(json -> Named.of(json.get("name").getAsString(), json));
  }

  @ParameterizedTest
  @MethodSource("pairings")
  void pairSuccessIsAcceptedOrRefused(JsonObject json) throws Exception {
    CASES.incrementAndGet();
    JsonObject input = json.getAsJsonObject("input");
    JsonObject expected = json.getAsJsonObject("expected");
    byte[] advSecret = Vectors.hex(input, "advSecretHex");
    KeyPair identity = KeyPair.ofPrivate(Vectors.hex(input, "identityPrivateHex"));
    assertThat(identity.publicKey()).isEqualTo(Vectors.hex(input, "identityPublicHex"));
    Optional<JsonObject> container = child(input, "device-identity");

    String result = expected.get("result").getAsString();
    if (result.equals("ok")) {
      byte[] bytes = content(container.orElseThrow());
      assertAccepted(expected, identity, verifier.verify(advSecret, identity, bytes));
    } else if (result.equals("missing-element")) {
      // Nothing for this class to see: the stanza itself lacks a part.
      assertThat(container.isEmpty() || child(input, "device").isEmpty()).isTrue();
      assertThat(PairingRefusal.MALFORMED).satisfies(refusal -> assertReply(expected, refusal));
    } else {
      byte[] bytes = content(container.orElseThrow());
      assertThatThrownBy(() -> verifier.verify(advSecret, identity, bytes))
          .asInstanceOf(type(PairingRefusedException.class))
          .extracting(PairingRefusedException::refusal)
          .satisfies(refusal -> assertThat(refusal.text()).isEqualTo(result))
          .satisfies(refusal -> assertReply(expected, refusal));
    }
  }

  private static void assertReply(JsonObject expected, PairingRefusal refusal) {
    JsonObject reply = expected.getAsJsonObject("replyError");
    assertThat(reply.get("code").getAsString()).isEqualTo(Integer.toString(refusal.code()));
    assertThat(reply.get("text").getAsString()).isEqualTo(refusal.text());
  }

  private static void assertAccepted(JsonObject expected, KeyPair identity, PairingResult result)
      throws Exception {
    assertThat(Long.toString(result.keyIndex())).isEqualTo(Vectors.text(expected, "keyIndex"));
    assertThat(result.accountSignatureKey())
        .isEqualTo(Vectors.hex(expected, "accountSignatureKeyHex"));
    assertThat(result.primaryIdentity())
        .isEqualTo(Vectors.hex(expected, "mainDeviceSignalIdentityHex"));

    ADVSignedDeviceIdentity stored = ADVSignedDeviceIdentity.parseFrom(result.signedIdentity());
    byte[] signature = stored.getDeviceSignature().toByteArray();
    byte[] message = Vectors.hex(expected, "deviceSignatureMessageHex");
    assertThat(XEdDsa.verify(identity.publicKey(), message, signature)).isTrue();
    byte[] sample = Vectors.hex(expected, "sampleDeviceSignatureHex");
    assertThat(XEdDsa.verify(identity.publicKey(), message, sample)).isTrue();

    // All but the device signature is exact.
    ADVSignedDeviceIdentity sampleStored =
        ADVSignedDeviceIdentity.parseFrom(Vectors.hex(expected, "storedSignedIdentityHex"));
    assertThat(stored.toBuilder().setDeviceSignature(sampleStored.getDeviceSignature()).build())
        .isEqualTo(sampleStored);
    assertThat(result.signedIdentity()).hasSize(sampleStored.getSerializedSize());
    ADVSignedDeviceIdentity reply = ADVSignedDeviceIdentity.parseFrom(result.reply());
    assertThat(reply).isEqualTo(stored.toBuilder().clearAccountSignatureKey().build());
    assertThat(reply.getDetails().toByteArray())
        .isEqualTo(Vectors.hex(expected, "deviceIdentityDetailsHex"));
    assertThat(reply.getAccountSignature().toByteArray())
        .isEqualTo(Vectors.hex(expected, "accountSignatureHex"));
  }

  /** The phone's side, with the same secrets, makes a container that the companion accepts. */
  @ParameterizedTest
  @MethodSource("pairings")
  void phoneWithTheSameSecretsIsAccepted(JsonObject json) throws Exception {
    JsonObject input = json.getAsJsonObject("input");
    byte[] advSecret = Vectors.hex(input, "advSecretHex");
    KeyPair identity = KeyPair.ofPrivate(Vectors.hex(input, "identityPrivateHex"));
    KeyPair account =
        KeyPair.ofPrivate(Vectors.hex(json.getAsJsonObject("secrets"), "accountPrivateHex"));
    DeviceIdentitySigner phone = new DeviceIdentitySigner(account, new SecureRandom());
    DeviceIdentity device = new DeviceIdentity(4_000_000_000L, 1_790_000_000L, 7, true, false);

    byte[] container = phone.container(device, identity.publicKey(), advSecret);
    PairingResult result = verifier.verify(advSecret, identity, container);

    assertThat(result.accountSignatureKey()).isEqualTo(account.publicKey());
    assertThat(result.keyIndex()).isEqualTo(7);
    phone.verifyReply(device, identity.publicKey(), result.reply());
    assertThat(DeviceIdentityVerifier.verify(result.signedIdentity(), identity.publicKey()))
        .isEqualTo(device);
  }

  private static Optional<JsonObject> child(JsonObject input, String tag) {
    JsonObject iq = input.getAsJsonObject("stanza");
    JsonObject success = children(iq).findFirst().orElseThrow();
    return children(success).filter(node -> node.get("tag").getAsString().equals(tag)).findFirst();
  }

  private static Stream<JsonObject> children(JsonObject node) {
    return node.getAsJsonObject("content").getAsJsonArray("value").asList().stream()
        .map(JsonElement::getAsJsonObject);
  }

  private static byte[] content(JsonObject node) {
    return Vectors.hex(node.getAsJsonObject("content"), "hex");
  }

  @AfterAll
  static void count() {
    System.out.println("pairing.json: " + CASES + " cases");
  }
}
