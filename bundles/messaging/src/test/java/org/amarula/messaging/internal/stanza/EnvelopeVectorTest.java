package org.amarula.messaging.internal.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeVectorTest {
  private static final JsonObject FILE = Vectors.read("retry-addressing.json");
  private static final List<JsonObject> CASES = Vectors.cases("retry-addressing.json", "cases");
  private static final OwnAddress OWN =
      new OwnAddress(
          Jid.parse(FILE.get("me").getAsString()), Jid.parse(FILE.get("myLid").getAsString()));

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void attributesTellWhoWroteToWhichChat(JsonObject vector) throws RefusedEnvelopeException {
    Node stanza = VectorNodes.attributes("message", vector.getAsJsonObject("attrs"));
    JsonObject expected = vector.getAsJsonObject("expect");
    if (!expected.get("ok").getAsBoolean()) {
      assertThatThrownBy(() -> Envelope.read(stanza, OWN))
          .isInstanceOf(RefusedEnvelopeException.class);
      return;
    }
    Envelope envelope = Envelope.read(stanza, OWN);
    assertThat(envelope.chatDevice()).hasToString(Vectors.text(expected, "chat"));
    assertThat(envelope.chat()).hasToString(Vectors.text(expected, "chatBare"));
    assertThat(envelope.author()).hasToString(Vectors.text(expected, "author"));
    assertThat(envelope.fromMe()).isEqualTo(expected.get("fromMe").getAsBoolean());
    assertThat(envelope.participant().map(Jid::toString).orElse(null))
        .isEqualTo(Vectors.text(expected, "participant"));
    assertThat(envelope.addressingMode()).isEqualTo(Vectors.text(expected, "addressingMode"));
    assertThat(envelope.category().orElse(null)).isEqualTo(Vectors.text(expected, "category"));
    // The generator calls the other side's alternate the sender's: spec/signal.md 8.1 does not.
    assertThat(
            envelope.authorAlternate().or(envelope::chatAlternate).map(Jid::toString).orElse(null))
        .isEqualTo(Vectors.text(expected, "senderAlt"));
  }

  @AfterAll
  static void count() {
    System.out.println("retry-addressing.json: " + CASES.size() + " cases");
  }
}
