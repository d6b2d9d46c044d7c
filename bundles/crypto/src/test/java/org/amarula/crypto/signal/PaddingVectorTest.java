package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaddingVectorTest {
  private static int count;

  static List<JsonObject> encode() {
    return Vectors.cases("padding.json", "encode");
  }

  static List<JsonObject> decode() {
    return Vectors.cases("padding.json", "decode");
  }

  @AfterAll
  static void report() {
    System.out.println("padding.json: " + count + " cases");
  }

  @ParameterizedTest
  @MethodSource("encode")
  void paddingFollowsTheRandomByte(JsonObject vector) throws Exception {
    byte[] plaintext = Vectors.hex(vector, "plaintext");

    byte[] padded = MessagePadding.pad(plaintext, vector.get("randomByte").getAsInt());

    assertThat(padded).isEqualTo(Vectors.hex(vector, "padded"));
    assertThat(MessagePadding.unpad(padded)).isEqualTo(plaintext);
    count++;
  }

  @ParameterizedTest
  @MethodSource("decode")
  void paddingIsRemovedOrRefused(JsonObject vector) throws Exception {
    byte[] padded = Vectors.hex(vector, "padded");
    JsonObject expect = vector.getAsJsonObject("expect");

    if (expect.get("ok").getAsBoolean()) {
      assertThat(MessagePadding.unpad(padded)).isEqualTo(Vectors.hex(expect, "plaintext"));
    } else {
      assertThatThrownBy(() -> MessagePadding.unpad(padded))
          .isInstanceOfSatisfying(
              InvalidMessageException.class,
              e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.BAD_PADDING));
    }
    count++;
  }
}
