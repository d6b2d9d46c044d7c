package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class X3dhVectorTest {
  private static int count;

  static List<JsonObject> agreements() {
    return Vectors.cases("x3dh.json", "agreements");
  }

  static List<JsonObject> bundles() {
    return Vectors.cases("x3dh.json", "bundles");
  }

  @AfterAll
  static void report() {
    System.out.println("x3dh.json: " + count + " cases");
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void initiatorFollowsTheVector(JsonObject agreement) throws Exception {
    Initiator initiator = new Initiator(agreement.getAsJsonObject("initiator"));
    Responder responder = new Responder(agreement.getAsJsonObject("responder"));

    Session session =
        X3dh.initiate(initiator.local, responder.bundle(), initiator.base, initiator.ratchet, 0);

    JsonObject first = agreement.getAsJsonObject("initiatorFirstRatchet");
    assertThat(session.rootKey()).isEqualTo(Vectors.hex(first, "rootKey1"));
    assertThat(session.sending().keys().key()).isEqualTo(Vectors.hex(first, "sendingChainKey"));
    assertThat(session.receiving().get(0).keys().key())
        .isEqualTo(Vectors.hex(agreement, "chainKey0"));
    count++;
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void agreementsFollowTheVector(JsonObject agreement) throws Exception {
    Initiator initiator = new Initiator(agreement.getAsJsonObject("initiator"));
    PreKeyBundle bundle = new Responder(agreement.getAsJsonObject("responder")).bundle();
    byte[] base = initiator.base.privateKey();
    byte[] dh1 = Agreement.agree(initiator.local.identity().privateKey(), bundle.signedPreKey());
    byte[] dh2 = Agreement.agree(base, bundle.identityKey());
    byte[] dh3 = Agreement.agree(base, bundle.signedPreKey());
    byte[] dh4 =
        bundle.preKeyId().isPresent() ? Agreement.agree(base, bundle.preKey()) : new byte[0];

    byte[] masterSecret = X3dh.masterSecret(dh1, dh2, dh3, dh4);
    RootKey root = RootKey.first(masterSecret);

    assertThat(dh1).isEqualTo(Vectors.hex(agreement, "dh1"));
    assertThat(dh2).isEqualTo(Vectors.hex(agreement, "dh2"));
    assertThat(dh3).isEqualTo(Vectors.hex(agreement, "dh3"));
    if (dh4.length > 0) {
      assertThat(dh4).isEqualTo(Vectors.hex(agreement, "dh4"));
    }
    assertThat(masterSecret).isEqualTo(Vectors.hex(agreement, "masterSecret"));
    assertThat(root.key()).isEqualTo(Vectors.hex(agreement, "rootKey0"));
    assertThat(root.chainKey()).isEqualTo(Vectors.hex(agreement, "chainKey0"));
    count++;
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void responderReadsTheFirstMessage(JsonObject agreement) throws Exception {
    Initiator initiator = new Initiator(agreement.getAsJsonObject("initiator"));
    Responder responder = new Responder(agreement.getAsJsonObject("responder"));
    JsonObject expected = agreement.getAsJsonObject("responderInitial");
    JsonObject first = agreement.getAsJsonObject("firstMessage");

    Encrypted encrypted =
        initiator
            .cipher()
            .encrypt(
                initiator.cipher().processBundle(SessionRecord.empty(), responder.bundle()),
                Vectors.hex(first, "plaintext"));
    Session built =
        X3dh.respond(
            responder.local,
            PreKeyMessage.parse(encrypted.bytes()),
            responder.signedPreKey,
            responder.preKey,
            0);
    Decrypted decrypted =
        responder
            .cipher()
            .decryptPreKey(SessionRecord.empty(), encrypted.bytes(), responder.lookup());

    assertThat(encrypted.bytes()).isEqualTo(Vectors.hex(first, "ciphertext"));
    assertThat(built.rootKey()).isEqualTo(Vectors.hex(expected, "rootKey"));
    assertThat(built.sending().keys().key()).isEqualTo(Vectors.hex(expected, "senderChainKey"));
    assertThat(built.sending().ratchetPrivate()).isEqualTo(responder.signedPreKey.privateKey());
    assertThat(decrypted.plaintext()).isEqualTo(Vectors.hex(first, "plaintext"));
    assertThat(decrypted.newSession()).isTrue();
    assertThat(decrypted.identityKey()).isEqualTo(initiator.local.publicKey());
    count++;
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void bundleIsJudgedByItsSignature(JsonObject vector) throws Exception {
    PreKeyBundle bundle = ScriptedParty.bundle(vector.getAsJsonObject("bundle"));
    Initiator initiator = new Initiator(agreements().get(0).getAsJsonObject("initiator"));
    SessionRecord empty = SessionRecord.empty();

    if (vector.get("expect").getAsString().equals("accept")) {
      assertThat(initiator.cipher().processBundle(empty, bundle).pendingPreKey()).isTrue();
    } else {
      assertThatThrownBy(() -> initiator.cipher().processBundle(empty, bundle))
          .isInstanceOf(InvalidSignatureException.class);
    }
    count++;
  }

  private static final class Initiator {
    final LocalIdentity local;
    final KeyPair base;
    final KeyPair ratchet;

    Initiator(JsonObject json) {
      local =
          new LocalIdentity(
              ScriptedParty.keyPair(json.getAsJsonObject("identity")),
              json.get("registrationId").getAsInt());
      base = ScriptedParty.keyPair(json.getAsJsonObject("baseKey"));
      ratchet = ScriptedParty.keyPair(json.getAsJsonObject("firstRatchetKey"));
    }

    SessionCipher cipher() {
      return new SessionCipher(local, List.of(base, ratchet).iterator()::next, Clock.systemUTC());
    }
  }

  private static final class Responder {
    final LocalIdentity local;
    final KeyPair signedPreKey;
    final KeyPair preKey;
    final JsonObject json;

    Responder(JsonObject json) {
      this.json = json;
      local =
          new LocalIdentity(
              ScriptedParty.keyPair(json.getAsJsonObject("identity")),
              json.get("registrationId").getAsInt());
      signedPreKey = ScriptedParty.keyPair(json.getAsJsonObject("signedPreKey"));
      preKey =
          json.get("oneTimePreKey").isJsonNull()
              ? null
              : ScriptedParty.keyPair(json.getAsJsonObject("oneTimePreKey"));
    }

    SessionCipher cipher() {
      return new SessionCipher(local, KeyPairSource.random(new SecureRandom()), Clock.systemUTC());
    }

    PreKeyBundle bundle() throws InvalidKeyException {
      JsonObject signed = json.getAsJsonObject("signedPreKey");
      PreKeyBundle bundle =
          new PreKeyBundle(
              local.registrationId(),
              local.publicKey(),
              signed.get("id").getAsInt(),
              signedPreKey.signalPublicKey(),
              Vectors.hex(signed, "signature"));
      return preKey == null
          ? bundle
          : bundle.withPreKey(
              json.getAsJsonObject("oneTimePreKey").get("id").getAsInt(), preKey.signalPublicKey());
    }

    PreKeyLookup lookup() {
      return new PreKeyLookup() {
        @Override
        public Optional<KeyPair> signedPreKey(int id) {
          return Optional.of(signedPreKey);
        }

        @Override
        public Optional<KeyPair> preKey(int id) {
          return Optional.of(preKey);
        }
      };
    }
  }
}
