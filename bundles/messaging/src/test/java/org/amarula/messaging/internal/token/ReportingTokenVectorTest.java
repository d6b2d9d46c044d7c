package org.amarula.messaging.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.proto.message.Message;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportingTokenVectorTest {
  private static final List<JsonObject> CASES = Vectors.cases("reporting.json", "cases");
  private static final List<JsonObject> FILTERED = Vectors.cases("hkdf-reporting.json", "cases");

  static List<JsonObject> cases() {
    return CASES;
  }

  static List<JsonObject> filtered() {
    return FILTERED;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokenCoversMessageSenderAndChat(JsonObject vector) throws Exception {
    Message message = Message.parseFrom(Vectors.hex(vector, "message_proto"));
    byte[] token =
        ReportingToken.of(
                message,
                vector.get("message_id").getAsString(),
                Jid.parse(vector.get("sender").getAsString()),
                Jid.parse(vector.get("remote").getAsString()))
            .orElseThrow()
            .requireChild("reporting_token")
            .requireBytes();
    assertThat(token).isEqualTo(Vectors.hex(vector, "reporting_token"));
  }

  @ParameterizedTest
  @MethodSource("filtered")
  void onlyListedFieldsCount(JsonObject vector) {
    byte[] fields = ReportedFields.filter(Vectors.hex(vector, "message"));
    if (vector.get("node").isJsonNull()) {
      assertThat(fields).isEmpty();
      return;
    }
    byte[] token =
        ReportingToken.token(
            fields,
            Vectors.hex(vector, "messageSecret"),
            vector.get("messageId").getAsString(),
            vector.get("secretSender").getAsString(),
            vector.get("secretModifier").getAsString());
    JsonObject node = vector.getAsJsonObject("node");
    JsonObject inner = node.getAsJsonArray("content").get(0).getAsJsonObject();
    assertThat(token).isEqualTo(Vectors.hex(inner.getAsJsonObject("content"), "hex"));
  }

  @AfterAll
  static void count() {
    System.out.println("reporting.json: " + CASES.size() + " cases");
    System.out.println("hkdf-reporting.json: " + FILTERED.size() + " cases");
  }
}
