package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodesVectorTest {
  private static final HexFormat HEX = HexFormat.of();
  private static int ran;

  private final NodeCodec codec = NodeCodecs.standard();

  static Stream<Named<JsonObject>> cases() {
    return Vectors.cases("nodes.json", "cases").stream()
        .map(vector -> Named.of(vector.get("name").getAsString(), vector));
  }

  @AfterAll
  static void tellCount() {
    System.out.println("nodes.json: " + ran + " cases");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vectorHolds(JsonObject vector) throws IOException, NoSuchAlgorithmException {
    ran++;
    switch (vector.get("direction").getAsString()) {
      case "both":
        encodesAndDecodes(vector);
        break;
      case "decode":
        decodesTo(vector.getAsJsonObject("decoded"), Vectors.hex(vector, "frameHex"));
        break;
      case "error":
        byte[] frame = errorFrame(vector);
        assertThatThrownBy(() -> codec.decode(frame))
            .isInstanceOfSatisfying(
                MalformedNodeException.class, e -> assertThat(e.offset()).isNotNegative());
        break;
      default:
        throw new AssertionError("Unknown direction in " + vector);
    }
  }

  private void encodesAndDecodes(JsonObject vector) throws NoSuchAlgorithmException {
    JsonObject node = vector.getAsJsonObject("node");
    byte[] frame = codec.encode(NodeJson.node(node));

    if (vector.has("frameHex")) {
      assertThat(HEX.formatHex(frame)).isEqualTo(vector.get("frameHex").getAsString());
    } else {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(frame);
      assertThat(frame).hasSize(vector.get("frameLength").getAsInt());
      assertThat(frame).startsWith(Vectors.hex(vector, "framePrefixHex"));
      assertThat(HEX.formatHex(digest)).isEqualTo(vector.get("frameSha256").getAsString());
    }
    decodesTo(vector.has("decoded") ? vector.getAsJsonObject("decoded") : node, frame);
    assertThat(codec.encode(codec.decode(frame))).isEqualTo(frame);
  }

  private void decodesTo(JsonObject expected, byte[] frame) {
    Node decoded = codec.decode(frame);

    assertThat(NodeJson.of(decoded)).isEqualTo(NodeJson.plain(expected));
    assertThat(codec.decode(codec.encodeCompressed(decoded))).isEqualTo(again(decoded));
  }

  // Encoding is free to choose another form, such as bytes for a raw text.
  private Node again(Node node) {
    return codec.decode(codec.encode(node));
  }

  private static byte[] errorFrame(JsonObject vector) throws IOException {
    if (vector.has("frameHex")) {
      return Vectors.hex(vector, "frameHex");
    }
    byte[] zipped = Base64.getDecoder().decode(vector.get("frameGz").getAsString());
    try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return unzipped.readAllBytes();
    }
  }
}
