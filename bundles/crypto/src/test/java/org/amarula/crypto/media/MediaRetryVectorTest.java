package org.amarula.crypto.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests for files that are gone, and their answers (features 2.6). */
class MediaRetryVectorTest {
  private static int ran;

  @AfterAll
  static void count() {
    System.out.println("mediaretry.json: " + ran + " cases");
  }

  static List<JsonObject> notifications() {
    return Vectors.cases("mediaretry.json", "notifications");
  }

  static List<JsonObject> requests() {
    return Vectors.cases("mediaretry.json", "requests");
  }

  @ParameterizedTest
  @MethodSource("notifications")
  void answerOpens(JsonObject vector) throws Exception {
    MediaRetryCipher cipher = new MediaRetryCipher(Vectors.hex(vector, "media_key"));
    String id = Vectors.text(vector, "message_id");
    byte[] iv = Vectors.hex(vector, "iv");
    byte[] sealed = Vectors.hex(vector, "ciphertext");

    assertThat(cipher.open(id, iv, sealed)).isEqualTo(Vectors.hex(vector, "plaintext"));
    assertThatThrownBy(() -> cipher.open(id + "X", iv, sealed))
        .isInstanceOf(InvalidCiphertextException.class);
    assertThatThrownBy(() -> cipher.open(id, new byte[11], sealed))
        .isInstanceOf(InvalidCiphertextException.class);
    ran++;
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestOpensAndOursToo(JsonObject vector) throws Exception {
    MediaRetryCipher cipher = new MediaRetryCipher(Vectors.hex(vector, "media_key"));
    String id = Vectors.text(vector.getAsJsonObject("key"), "id");
    JsonObject encrypt = vector.getAsJsonObject("node").getAsJsonObject("encrypt");
    byte[] plain = Vectors.hex(vector, "enc_p_plaintext");

    byte[] opened = cipher.open(id, Vectors.hex(encrypt, "enc_iv"), Vectors.hex(encrypt, "enc_p"));
    byte[] sealed = cipher.seal(id, Vectors.hex(encrypt, "enc_iv"), plain);

    assertThat(opened).isEqualTo(plain);
    assertThat(sealed).isEqualTo(Vectors.hex(encrypt, "enc_p"));
    ran++;
  }
}
