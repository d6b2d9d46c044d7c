package org.amarula.messaging.internal.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageIdVectorTest {
  private static final List<JsonObject> CASES = Vectors.cases("messageid.json", "cases");

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void idIsMadeOfTimeUserAndRandomness(JsonObject vector) {
    String id =
        MessageId.of(
            vector.get("unixSeconds").getAsLong(),
            Objects.requireNonNullElse(Vectors.text(vector, "ownUser"), ""),
            Vectors.hex(vector, "random16"));
    assertThat(id).isEqualTo(vector.get("id").getAsString()).matches("3EB0[0-9A-F]{18}");
  }

  @AfterAll
  static void count() {
    System.out.println("messageid.json: " + CASES.size() + " cases");
  }
}
