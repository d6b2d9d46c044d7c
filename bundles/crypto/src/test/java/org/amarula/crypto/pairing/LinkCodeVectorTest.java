package org.amarula.crypto.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkCodeVectorTest {
  private static final AtomicInteger CASES = new AtomicInteger();

  static Stream<Named<JsonObject>> exchanges() {
    return Vectors.cases("linkcode.json", "cases").stream()
        .map(json -> Named.of(json.get("name").getAsString(), json));
  }

  static Stream<JsonObject> codes() {
    return Vectors.cases("linkcode.json", "codeEncoding").stream();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void fiveBytesAreEightCharacters(JsonObject json) {
    CASES.incrementAndGet();
    String code = Vectors.text(json, "code");

    assertThat(LinkCode.of(Vectors.hex(json, "bytesHex")).text()).isEqualTo(code);
    assertThat(LinkCode.parse(code)).isEqualTo(LinkCode.of(Vectors.hex(json, "bytesHex")));
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void wrappedKeysAreExact(JsonObject json) throws Exception {
    CASES.incrementAndGet();
    JsonObject input = json.getAsJsonObject("input");
    JsonObject expected = json.getAsJsonObject("expected");
    LinkCode code = LinkCode.parse(Vectors.text(input, "displayCode"));
    assertThat(code.text()).isEqualTo(Vectors.text(input, "code"));
    assertThat(code.display()).isEqualTo(Vectors.text(input, "displayCode"));

    for (String side : new String[] {"companion", "primary"}) {
      String name = side.equals("companion") ? "Companion" : "Primary";
      byte[] salt = Vectors.hex(input, side + "SaltHex");
      byte[] iv = Vectors.hex(input, side + "IvHex");
      byte[] key = pair(input, side + "Ephemeral").publicKey();
      byte[] wrapped = Vectors.hex(expected, "wrapped" + name + "EphemeralHex");

      assertThat(WrappedKey.codeKey(code, salt))
          .isEqualTo(Vectors.hex(expected, side + "CodeKeyHex"));
      assertThat(WrappedKey.wrap(code, key, salt, iv)).isEqualTo(wrapped);
      assertThat(WrappedKey.unwrap(code, wrapped)).isEqualTo(key);
    }
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void bothSidesDeriveTheSameSecret(JsonObject json) throws Exception {
    JsonObject input = json.getAsJsonObject("input");
    JsonObject expected = json.getAsJsonObject("expected");
    KeyPair companionEphemeral = pair(input, "companionEphemeral");
    KeyPair companionIdentity = pair(input, "companionIdentity");
    KeyPair primaryEphemeral = pair(input, "primaryEphemeral");
    KeyPair primaryIdentity = pair(input, "primaryIdentity");

    byte[] shared = companionEphemeral.agree(primaryEphemeral.publicKey());
    assertThat(shared).isEqualTo(Vectors.hex(expected, "ephemeralSharedHex"));
    assertThat(companionIdentity.agree(primaryIdentity.publicKey()))
        .isEqualTo(Vectors.hex(expected, "identitySharedHex"));
    assertThat(LinkCodeSecrets.bundleKey(shared, Vectors.hex(input, "bundleSaltHex")))
        .isEqualTo(Vectors.hex(expected, "bundleKeyHex"));

    LinkCodeFinish finish =
        new LinkCodeCompanion(companionEphemeral, companionIdentity)
            .finish(
                primaryEphemeral.publicKey(),
                primaryIdentity.publicKey(),
                Vectors.hex(input, "advRandomHex"),
                Vectors.hex(input, "bundleSaltHex"),
                Vectors.hex(input, "bundleNonceHex"));

    assertThat(finish.wrappedBundle()).isEqualTo(Vectors.hex(expected, "wrappedKeyBundleHex"));
    assertThat(finish.advSecret()).isEqualTo(Vectors.hex(expected, "advSecretHex"));
    LinkCodePrimary primary = new LinkCodePrimary(primaryEphemeral, primaryIdentity);
    byte[] opened =
        primary.open(
            companionEphemeral.publicKey(), companionIdentity.publicKey(), finish.wrappedBundle());
    assertThat(opened).isEqualTo(finish.advSecret());
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void wrongCodeOrIdentityEndsAtThePhone(JsonObject json) throws Exception {
    JsonObject input = json.getAsJsonObject("input");
    KeyPair companionIdentity = pair(input, "companionIdentity");
    KeyPair companionEphemeral = pair(input, "companionEphemeral");
    KeyPair primaryIdentity = pair(input, "primaryIdentity");
    KeyPair primaryEphemeral = pair(input, "primaryEphemeral");
    byte[] wrapped = Vectors.hex(json.getAsJsonObject("expected"), "wrappedCompanionEphemeralHex");
    byte[] wrongEphemeral = WrappedKey.unwrap(LinkCode.parse("1111-1111"), wrapped);
    LinkCodeFinish finish =
        new LinkCodeCompanion(companionEphemeral, companionIdentity)
            .finish(primaryEphemeral.publicKey(), primaryIdentity.publicKey(), new SecureRandom());
    LinkCodePrimary primary = new LinkCodePrimary(primaryEphemeral, primaryIdentity);
    byte[] bundle = finish.wrappedBundle();

    assertThatThrownBy(() -> primary.open(wrongEphemeral, companionIdentity.publicKey(), bundle))
        .isInstanceOf(LinkCodeRefusedException.class);
    byte[] ephemeral = companionEphemeral.publicKey();
    assertThatThrownBy(() -> primary.open(ephemeral, primaryEphemeral.publicKey(), bundle))
        .isInstanceOf(LinkCodeRefusedException.class);
    bundle[100] ^= 1;
    assertThatThrownBy(() -> primary.open(ephemeral, companionIdentity.publicKey(), bundle))
        .isInstanceOf(LinkCodeRefusedException.class);
    assertThatThrownBy(() -> primary.open(ephemeral, new byte[32], new byte[155]))
        .isInstanceOf(LinkCodeRefusedException.class);
  }

  private static KeyPair pair(JsonObject input, String name) {
    return KeyPair.ofPrivate(Vectors.hex(input.getAsJsonObject(name), "private"));
  }

  @AfterAll
  static void count() {
    System.out.println("linkcode.json: " + CASES + " cases");
  }
}
