package org.amarula.sandbox.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedFileVectorTest {
  private static int ran;

  @AfterAll
  static void count() {
    System.out.println("historysync.json: " + ran + " cases");
  }

  static List<JsonObject> files() {
    return Vectors.cases("historysync.json", "cases").stream()
        .filter(vector -> !vector.get("inline").getAsBoolean())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void historyIsSealedAsPhonesDo(JsonObject vector) {
    byte[] plain = Vectors.hex(vector, "compressed");
    byte[] key = Vectors.hex(vector, "media_key");
    byte[] blob = Vectors.hex(vector, "blob");
    SealedFile sealed = SealedFile.of(plain, "WhatsApp History Keys", key);
    assertThat(sealed.content().toArray()).isEqualTo(blob);
    assertThat(SealedFile.open(blob, key, "WhatsApp History Keys"))
        .hasValueSatisfying(open -> assertThat(open).isEqualTo(plain));
    blob[0] ^= 1;
    assertThat(SealedFile.open(blob, key, "WhatsApp History Keys")).isEmpty();
    ran++;
  }
}
