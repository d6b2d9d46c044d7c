package org.amarula.messaging.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.amarula.crypto.media.MediaFile;
import org.amarula.crypto.media.MediaType;
import org.amarula.proto.history.HistorySync.HistorySyncType;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks of history as phones made them: opened, inflated and read. */
class HistoryVectorTest {
  private static int ran;

  @AfterAll
  static void count() {
    System.out.println("historysync.json: " + ran + " chunks read");
  }

  static List<JsonObject> chunks() {
    return Vectors.cases("historysync.json", "cases");
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void chunkTellsWhatItTold(JsonObject vector) throws Exception {
    HistorySyncNotification told =
        HistorySyncNotification.parseFrom(Vectors.hex(vector, "notification_proto"));
    Map<String, String> pairs = new TreeMap<>();
    JsonObject expected = vector.getAsJsonObject("expected_baileys");

    try (HistoryChunk chunk = new HistoryChunk(open(vector, told))) {
      for (Optional<ChunkPart> part = chunk.next(); part.isPresent(); part = chunk.next()) {
        part.get().pairs().forEach((pn, lid) -> pairs.put(pn.toString(), lid.toString()));
      }

      assertThat(HistorySyncType.forNumber(chunk.type()).name())
          .isEqualTo(Vectors.text(expected, "sync_type"));
      assertThat(chunk.progress()).isEqualTo(number(expected, "progress"));
      assertThat(chunk.conversations()).isEqualTo(expected.getAsJsonArray("chat_ids").size());
    }
    assertThat(pairs).isEqualTo(expectedPairs(expected));
    ran++;
  }

  private static int number(JsonObject expected, String name) {
    JsonElement number = expected.get(name);
    return number == null || number.isJsonNull() ? 0 : number.getAsInt();
  }

  private static Map<String, String> expectedPairs(JsonObject expected) {
    Map<String, String> pairs = new TreeMap<>();
    for (JsonElement pair : expected.getAsJsonArray("lid_pn_mappings")) {
      pairs.put(
          Vectors.text(pair.getAsJsonObject(), "pn"), Vectors.text(pair.getAsJsonObject(), "lid"));
    }
    return pairs;
  }

  private static InputStream open(JsonObject vector, HistorySyncNotification told)
      throws Exception {
    if (vector.get("inline").getAsBoolean()) {
      return new ByteArrayInputStream(told.getInitialHistBootstrapInlinePayload().toByteArray());
    }
    return MediaFile.verified(
            Vectors.hex(vector, "blob"),
            told.getMediaKey().toByteArray(),
            MediaType.HISTORY,
            told.getFileEncSha256().toByteArray(),
            told.getFileSha256().toByteArray())
        .plaintext();
  }
}
