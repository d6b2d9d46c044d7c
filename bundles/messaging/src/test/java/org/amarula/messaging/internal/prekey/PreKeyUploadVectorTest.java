package org.amarula.messaging.internal.prekey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.stanza.VectorNodes;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PreKeyUploadVectorTest {
  private static final JsonObject FILE = Vectors.read("retry-prekey-upload.json");

  @Test
  void uploadHoldsKeysInTheOrderOfTheSpecification() {
    JsonObject state = FILE.getAsJsonObject("state");
    List<Node> keys = new ArrayList<>();
    for (JsonElement element : state.getAsJsonArray("preKeys")) {
      JsonObject key = element.getAsJsonObject();
      keys.add(KeyNodes.key(key.get("id").getAsInt(), Vectors.hex(key, "pub")));
    }
    Node iq =
        PreKeyUpload.iq(
            state.get("registrationId").getAsInt(),
            Vectors.hex(state, "identityPub"),
            keys,
            signedKey(state.getAsJsonObject("signedPreKey")));
    assertThat(VectorNodes.plain(iq))
        .isEqualTo(VectorNodes.plain(VectorNodes.parse(FILE.getAsJsonObject("node"))));
  }

  @Test
  void numbersMoveBehindTheUploadedKeys() {
    JsonObject after = FILE.getAsJsonObject("watermarksAfter");
    int next = after.get("nextPreKeyId").getAsInt();
    List<Integer> ids = new ArrayList<>();
    FILE.getAsJsonObject("state")
        .getAsJsonArray("preKeys")
        .forEach(key -> ids.add(key.getAsJsonObject().get("id").getAsInt()));
    assertThat(ids).isNotEmpty();
    assertThat(PreKeyTable.Watermarks.after(ids.get(ids.size() - 1))).isEqualTo(next);
    assertThat(after.get("firstUnuploadedPreKeyId").getAsInt()).isEqualTo(next);
    assertThat(new PreKeyTable.Watermarks(next, ids.get(0)).unconfirmed(10))
        .containsExactlyElementsOf(ids);
    assertThat(new PreKeyTable.Watermarks(next, next).unconfirmed(10)).isEmpty();
    assertThat(new PreKeyTable.Watermarks(2, 0xffffff).unconfirmed(10))
        .containsExactly(0xffffff, 1);
  }

  static Node signedKey(JsonObject key) {
    return KeyNodes.signedKey(
        key.get("id").getAsInt(), Vectors.hex(key, "pub"), Vectors.hex(key, "signature"));
  }

  @AfterAll
  static void count() {
    System.out.println("retry-prekey-upload.json: 1 cases");
  }
}
