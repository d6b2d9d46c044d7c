package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderKeyVectorTest {
  private static final List<String> COUNTS = new ArrayList<>();

  private final SecureRandom random = new SecureRandom();
  private final GroupCipher cipher = new GroupCipher(KeyPairSource.random(random), random);

  static Stream<String> files() {
    return Stream.of(
        "senderkey-basic.json",
        "senderkey-gaps.json",
        "senderkey-java.json",
        "senderkey-negative.json",
        "senderkey-rotation.json");
  }

  @AfterAll
  static void report() {
    COUNTS.forEach(System.out::println);
  }

  @ParameterizedTest
  @MethodSource("files")
  void receiversFollowTheScript(String file) throws Exception {
    JsonObject script = Vectors.read(file);
    Map<String, SenderKeyRecord> receivers = new HashMap<>();
    receivers.put("A", receiver(script, "skdm"));
    receivers.put("B", receiver(script, "skdmAtIteration17"));
    List<JsonObject> steps = Vectors.cases(file, "steps");

    for (int i = 0; i < steps.size(); i++) {
      JsonObject step = steps.get(i);
      String name = file + " step " + i + " " + step.get("note");
      String receiver = step.get("receiver").getAsString();
      SenderKeyRecord next = play(name, step, receivers.get(receiver));
      SenderKeyRecord read = SenderKeyRecord.parse(next.serialize());
      assertThat(read.serialize()).as(name).isEqualTo(next.serialize());
      receivers.put(receiver, read);
    }
    COUNTS.add(file + ": " + steps.size() + " cases");
  }

  /** A sender that skips iterations is played by encrypting and dropping what lies between. */
  @ParameterizedTest
  @ValueSource(strings = {"senderkey-basic.json", "senderkey-gaps.json"})
  void senderReproducesAllButTheSignature(String file) throws Exception {
    JsonObject script = Vectors.read(file);
    SenderKeyRecord record = sender(script.getAsJsonObject("sender"));
    SenderKeyRecord reader = receiver(script, "skdm");
    List<JsonObject> messages = Vectors.cases(file, "messages");

    assertThat(cipher.distribution(record)).isEqualTo(Vectors.hex(script, "skdm"));
    for (JsonObject message : messages) {
      int iteration = message.get("iteration").getAsInt();
      if (message.has("skdmJustBefore")) {
        byte[] announced = Vectors.hex(message, "skdmJustBefore");
        record = advance(record, SenderKeyDistribution.parse(announced).chain().index());
        assertThat(cipher.distribution(record)).as(message.toString()).isEqualTo(announced);
      }
      record = advance(record, iteration);
      GroupEncrypted encrypted = cipher.encrypt(record, Vectors.hex(message, "plaintext"));
      record = encrypted.record();

      byte[] expected = Vectors.hex(message, "serialized");
      assertThat(signed(encrypted.bytes())).as(message.toString()).isEqualTo(signed(expected));
      GroupDecrypted decrypted = cipher.decrypt(reader, encrypted.bytes());
      reader = decrypted.record();
      assertThat(decrypted.plaintext()).isEqualTo(Vectors.hex(message, "plaintext"));
    }
    COUNTS.add(file + " (sender): " + messages.size() + " cases");
  }

  /** Each announcement is what one of the senders, at that iteration, makes. */
  @Test
  void announcementsOfARotationAreReproduced() throws Exception {
    List<JsonObject> senders = Vectors.cases("senderkey-rotation.json", "senders");
    List<byte[]> made = new ArrayList<>();
    for (JsonObject sender : senders) {
      made.add(cipher.distribution(sender(sender)));
    }

    List<byte[]> announced = new ArrayList<>();
    for (JsonObject step : Vectors.cases("senderkey-rotation.json", "steps")) {
      byte[] bytes = Vectors.hex(step, "serialized");
      if (step.get("op").getAsString().equals("processSkdm")) {
        announced.add(bytes);
      }
    }

    assertThat(announced).hasSizeGreaterThanOrEqualTo(senders.size());
    assertThat(announced).containsAll(made);
    COUNTS.add("senderkey-rotation.json (sender): " + made.size() + " cases");
  }

  private SenderKeyRecord play(String name, JsonObject step, SenderKeyRecord record)
      throws Exception {
    byte[] message = Vectors.hex(step, "serialized");
    if (step.get("op").getAsString().equals("processSkdm")) {
      return cipher.processDistribution(record, message);
    }
    JsonObject expect = step.getAsJsonObject("expect");
    byte[] before = record.serialize();
    try {
      GroupDecrypted decrypted = cipher.decrypt(record, message);
      assertThat(expect.get("ok").getAsBoolean()).as(name).isTrue();
      assertThat(decrypted.plaintext()).as(name).isEqualTo(Vectors.hex(expect, "plaintext"));
      return decrypted.record();
    } catch (SignalException e) {
      assertThat(SessionVectorTest.errorName(e)).as(name).isEqualTo(Vectors.text(expect, "error"));
      assertThat(record.serialize()).as(name).isEqualTo(before);
      return record;
    }
  }

  private SenderKeyRecord receiver(JsonObject script, String skdm) throws Exception {
    return script.has(skdm)
        ? cipher.processDistribution(SenderKeyRecord.empty(), Vectors.hex(script, skdm))
        : SenderKeyRecord.empty();
  }

  private SenderKeyRecord advance(SenderKeyRecord from, int iteration) throws Exception {
    SenderKeyRecord record = from;
    while (record.own().chain().index() < iteration) {
      record = cipher.encrypt(record, new byte[0]).record();
    }
    return record;
  }

  private static SenderKeyRecord sender(JsonObject json) {
    KeyPair signing = KeyPair.ofPrivate(Vectors.hex(json, "signingPriv"));
    KeyChain chain =
        new KeyChain(
            json.get("iteration").getAsInt(), Vectors.hex(json, "chainKey"), SkippedKeys.NONE);
    int id = json.get("keyId").getAsInt();
    return SenderKeyRecord.empty()
        .withFirst(new SenderKeyState(id, chain, signing.signalPublicKey(), signing));
  }

  private static byte[] signed(byte[] message) {
    return Arrays.copyOf(message, message.length - 64);
  }
}
