package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The nodes, frames and prologues of whole connections. */
class TransportFramesVectorTest {
  private static int ran;

  private final NodeCodec codec = NodeCodecs.standard();

  static Stream<Named<JsonObject>> connections() {
    return Vectors.cases("noise.json", "cases").stream()
        .map(vector -> Named.of(vector.get("name").getAsString(), vector));
  }

  @AfterAll
  static void tellCount() {
    System.out.println("noise.json: " + ran + " cases");
  }

  @ParameterizedTest
  @MethodSource("connections")
  void plaintextsAreTheNodes(JsonObject vector) {
    ran++;

    for (JsonObject frame : frames(vector)) {
      byte[] plaintext = Vectors.hex(frame, "plaintextHex");
      Node node = NodeJson.node(frame.getAsJsonObject("node"));

      assertThat(codec.decode(plaintext)).isEqualTo(codec.decode(codec.encode(node)));
      if (plaintext[0] == 0) {
        assertThat(codec.encode(node)).isEqualTo(plaintext);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("connections")
  void serverFramesSurviveTheirCuts(JsonObject vector) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<byte[]> bodies = new ArrayList<>();
    for (JsonElement frame : vector.getAsJsonArray("serverFrames")) {
      byte[] wire = Vectors.hex(frame.getAsJsonObject(), "wireHex");
      stream.writeBytes(wire);
      bodies.add(Arrays.copyOfRange(wire, 3, wire.length));
    }
    FrameAssembler assembler = new FrameAssembler(FrameAssembler.TRANSPORT_MAXIMUM);
    List<byte[]> received = new ArrayList<>();

    int start = 0;
    JsonArray cuts = vector.getAsJsonArray("serverDeliveryCuts");
    for (JsonElement cut : cuts) {
      byte[] chunk = Arrays.copyOfRange(stream.toByteArray(), start, cut.getAsInt());
      received.addAll(assembler.feed(chunk));
      start = cut.getAsInt();
    }
    received.addAll(assembler.feed(Arrays.copyOfRange(stream.toByteArray(), start, stream.size())));

    assertThat(received).containsExactlyElementsOf(bodies);
    assertThat(assembler.buffered()).isZero();
  }

  @ParameterizedTest
  @MethodSource("connections")
  void clientHelloStartsWithThePrologue(JsonObject vector) {
    String routing = Vectors.text(vector, "routingInfoHex");
    byte[] wire = Vectors.hex(vector, "clientHelloWireHex");
    byte[] prologue =
        routing == null
            ? Prologue.client()
            : Prologue.client(Vectors.hex(vector, "routingInfoHex"));
    ByteBuffer chunk = ByteBuffer.wrap(wire);
    PrologueReader reader = new PrologueReader();

    assertThat(wire).startsWith(prologue);
    assertThat(Prologue.header()).isEqualTo(Vectors.hex(vector, "headerHex"));
    assertThat(reader.feed(chunk)).isTrue();
    assertThat(reader.routingInfo().isPresent()).isEqualTo(routing != null);
    assertThat(new FrameAssembler(FrameAssembler.HANDSHAKE_MAXIMUM).feed(chunk))
        .containsExactly(Vectors.hex(vector, "clientHelloMessageHex"));
  }

  private static List<JsonObject> frames(JsonObject vector) {
    List<JsonObject> frames = new ArrayList<>();
    vector.getAsJsonArray("clientFrames").forEach(frame -> frames.add(frame.getAsJsonObject()));
    vector.getAsJsonArray("serverFrames").forEach(frame -> frames.add(frame.getAsJsonObject()));
    return frames;
  }
}
