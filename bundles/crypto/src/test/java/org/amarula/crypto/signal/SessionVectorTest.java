package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the session scripts: each encryption byte for byte, each failure without effect. */
class SessionVectorTest {
  private static final List<String> COUNTS = new ArrayList<>();

  static Stream<String> scripts() {
    return Stream.of(
        "session-basic.json",
        "session-noprekey.json",
        "session-simultaneous.json",
        "session-rebuild.json",
        "session-limits.json",
        "session-negative.json",
        "session-interop-java-initiator.json",
        "session-interop-java-responder.json",
        "session-interop-rust-initiator.json",
        "session-interop-rust-responder.json");
  }

  @AfterAll
  static void report() {
    COUNTS.forEach(System.out::println);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptPlaysWithLiveRecords(String file) throws Exception {
    int steps = play(file, false);

    COUNTS.add(file + ": " + steps + " cases");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptPlaysWhenEachStepIsStoredAndRead(String file) throws Exception {
    int steps = play(file, true);

    COUNTS.add(file + " (stored after each step): " + steps + " cases");
  }

  private static int play(String file, boolean stored) throws Exception {
    JsonObject script = Vectors.read(file);
    Map<String, ScriptedParty> parties = new HashMap<>();
    for (Map.Entry<String, JsonElement> party : script.getAsJsonObject("parties").entrySet()) {
      parties.put(party.getKey(), new ScriptedParty(party.getValue().getAsJsonObject()));
    }
    List<JsonObject> steps = Vectors.cases(file, "steps");
    for (JsonObject step : steps) {
      String name = file + " step " + step.get("n") + " " + step.get("op") + " " + step.get("note");
      ScriptedParty actor = parties.get(step.get("actor").getAsString());
      int before = actor.taken();
      play(name, step, actor);
      if (step.has("consumesKeyPairs")) {
        assertThat(actor.taken() - before)
            .as(name)
            .isEqualTo(step.get("consumesKeyPairs").getAsInt());
      }
      if (stored) {
        byte[] bytes = actor.record().serialize();
        SessionRecord read = SessionRecord.parse(bytes);
        assertThat(read.serialize()).as(name).isEqualTo(bytes);
        actor.store(read);
      }
    }
    if (script.has("limits")) {
      JsonObject limits = script.getAsJsonObject("limits");
      assertThat(KeyChain.MAX_JUMP).isEqualTo(limits.get("maxForwardJump").getAsInt());
      assertThat(SkippedKeys.MAX).isEqualTo(limits.get("maxSkippedKeysPerChain").getAsInt());
    }
    if (script.has("finalState")) {
      for (Map.Entry<String, JsonElement> end : script.getAsJsonObject("finalState").entrySet()) {
        String name = file + " final state of " + end.getKey();
        checkFinalState(name, end.getValue().getAsJsonObject(), parties.get(end.getKey()).record());
      }
    }
    return steps.size();
  }

  private static void play(String name, JsonObject step, ScriptedParty actor) throws Exception {
    switch (step.get("op").getAsString()) {
      case "processBundle":
        PreKeyBundle bundle = ScriptedParty.bundle(step.getAsJsonObject("bundle"));
        actor.store(actor.cipher().processBundle(actor.record(), bundle));
        break;
      case "encrypt":
        Encrypted encrypted =
            actor.cipher().encrypt(actor.record(), Vectors.hex(step, "plaintext"));
        assertThat(encrypted.type().text()).as(name).isEqualTo(step.get("type").getAsString());
        assertThat(encrypted.bytes()).as(name).isEqualTo(Vectors.hex(step, "ciphertext"));
        actor.store(encrypted.record());
        break;
      case "skipEncrypt":
        for (int i = 0; i < step.get("count").getAsInt(); i++) {
          actor.store(actor.cipher().encrypt(actor.record(), new byte[0]).record());
        }
        break;
      case "decrypt":
        decrypt(name, step, actor);
        break;
      default:
        throw new AssertionError("Unknown step: " + name);
    }
  }

  private static void decrypt(String name, JsonObject step, ScriptedParty actor) {
    JsonObject expect = step.getAsJsonObject("expect");
    byte[] before = actor.record().serialize();
    byte[] message = Vectors.hex(step, "ciphertext");
    try {
      Decrypted decrypted =
          step.get("type").getAsString().equals("pkmsg")
              ? actor.cipher().decryptPreKey(actor.record(), message, actor)
              : actor.cipher().decrypt(actor.record(), message);
      assertThat(expect.get("ok").getAsBoolean()).as(name).isTrue();
      assertThat(decrypted.plaintext()).as(name).isEqualTo(Vectors.hex(expect, "plaintext"));
      String preKeyId = Vectors.text(expect, "consumedPreKeyId");
      assertThat(decrypted.consumedPreKeyId().orElse(0))
          .as(name)
          .isEqualTo(preKeyId == null ? 0 : Integer.parseInt(preKeyId));
      decrypted.consumedPreKeyId().ifPresent(actor::deletePreKey);
      actor.store(decrypted.record());
    } catch (SignalException e) {
      assertThat(errorName(e)).as(name).isEqualTo(Vectors.text(expect, "error"));
      assertThat(actor.record().serialize()).as(name).isEqualTo(before);
    }
  }

  private static void checkFinalState(String name, JsonObject expected, SessionRecord record) {
    int sessions = record.archivedCount() + (record.hasCurrent() ? 1 : 0);
    assertThat(sessions).as(name).isEqualTo(expected.get("sessions").getAsInt());
    JsonObject current = expected.getAsJsonObject("current");
    Session session = record.current();
    assertThat(hex(session.origin().baseKey())).as(name).isEqualTo(text(current, "aliceBaseKey"));
    assertThat(hex(session.origin().remoteIdentity()))
        .as(name)
        .isEqualTo(text(current, "remoteIdentity"));
    assertThat(record.remoteRegistrationId())
        .as(name)
        .isEqualTo(current.get("remoteRegistrationId").getAsInt());
    assertThat(hex(session.rootKey())).as(name).isEqualTo(text(current, "rootKey"));
    assertThat(session.previousCounter())
        .as(name)
        .isEqualTo(current.get("previousCounter").getAsInt());
    SendingChain sending = session.sending();
    assertThat(hex(sending.ratchetPrivate()))
        .as(name)
        .isEqualTo(text(current, "senderRatchetPriv"));
    assertThat(hex(sending.ratchetKey())).as(name).isEqualTo(text(current, "senderRatchetPub"));
    JsonObject chain = current.getAsJsonObject("senderChain");
    assertThat(sending.keys().index()).as(name).isEqualTo(chain.get("nextIndex").getAsInt());
    assertThat(hex(sending.keys().key())).as(name).isEqualTo(text(chain, "key"));
    assertThat(record.pendingPreKey())
        .as(name)
        .isEqualTo(!current.get("pendingPreKey").isJsonNull());
  }

  /** The vectors' word for a failure. */
  static String errorName(SignalException failure) {
    if (failure instanceof InvalidMessageException invalid) {
      return switch (invalid.kind()) {
        case BAD_MAC -> "bad-mac";
        case FUTURE_LIMIT -> "future-limit";
        case VERSION -> "version";
        case MALFORMED -> "malformed";
        case BAD_CIPHERTEXT -> "bad-ciphertext";
        case BAD_PADDING -> "bad-padding";
      };
    }
    if (failure instanceof InvalidKeyIdException invalid) {
      return invalid.kind() == InvalidKeyIdException.Kind.PRE_KEY
          ? "invalid-prekey-id"
          : "missing-signed-prekey";
    }
    Map<Class<?>, String> names =
        Map.of(
            DuplicateMessageException.class, "duplicate",
            NoSessionException.class, "no-session",
            NoSenderKeyException.class, "no-sender-key",
            InvalidSignatureException.class, "bad-signature");
    return names.getOrDefault(failure.getClass(), failure.toString());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String text(JsonObject json, String member) {
    return json.get(member).getAsString();
  }
}
