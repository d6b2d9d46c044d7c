package org.amarula.messaging.internal.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AckVectorTest {
  private static final List<JsonObject> CASES = Vectors.cases("retry-ack.json", "cases");

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answerCopiesWhatTheServerMatches(JsonObject vector) {
    Node stanza = VectorNodes.parse(vector.getAsJsonObject("node"));
    Jid me = Jid.parse(Vectors.text(vector, "me"));
    OwnAddress own = new OwnAddress(me, Jid.of("200000000000009", 4, Jid.LID));
    JsonElement error = vector.get("error");
    JsonObject expected = vector.getAsJsonObject("ack").deepCopy();
    if (error.isJsonNull() && stanza.is("message")) {
      expected.getAsJsonObject("attrs").remove("type"); // transport.md D-18: with a refusal only
    }
    Node answer =
        error.isJsonNull() ? Answers.ack(stanza, own) : Answers.nack(stanza, own, error.getAsInt());
    assertThat(VectorNodes.plain(answer)).isEqualTo(VectorNodes.plain(VectorNodes.parse(expected)));
  }

  @AfterAll
  static void count() {
    System.out.println("retry-ack.json: " + CASES.size() + " cases");
  }
}
