package org.amarula.connection.internal.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.connection.internal.login.WebVersion;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stanzas of pairing by phone number, as they are on the wire. */
class LinkCodeVectorTest {
  private static final NodeCodec CODEC = NodeCodecs.standard();
  private static int cases;

  static Stream<Named<JsonObject>> cases() {
    return Vectors.cases("linkcode.json", "cases").stream()
        .map(vector -> Named.of(Vectors.text(vector, "name"), vector));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stanzasAreExact(JsonObject vector) {
    JsonObject input = vector.getAsJsonObject("input");
    JsonObject expected = vector.getAsJsonObject("expected");
    Jid phone = Jid.ofPhone(Vectors.text(input, "phone"));
    Bytes ref = Bytes.wrap(Vectors.hex(input, "refHex"));
    byte[] wrapped = Vectors.hex(expected, "wrappedCompanionEphemeralHex");

    Node hello =
        LinkCodeNodes.hello(phone, wrapped, Vectors.hex(input, "noisePublicHex"), device(input));
    Node finish =
        LinkCodeNodes.finish(
            phone,
            Vectors.hex(expected, "wrappedKeyBundleHex"),
            Vectors.hex(input.getAsJsonObject("companionIdentity"), "public"),
            ref);

    assertThat(Vectors.text(expected, "companionHelloFrameHex")).endsWith(registration(hello));
    assertThat(Vectors.text(expected, "companionFinishFrameHex")).endsWith(registration(finish));
    assertThat(hello.attributes()).isEqualTo(withoutId(expected, "companionHelloFrameHex"));
    assertThat(finish.attributes()).isEqualTo(withoutId(expected, "companionFinishFrameHex"));
    cases++;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAreRead(JsonObject vector) {
    JsonObject input = vector.getAsJsonObject("input");
    JsonObject expected = vector.getAsJsonObject("expected");
    Bytes ref = Bytes.wrap(Vectors.hex(input, "refHex"));

    Node accepted = node(expected, "companionHelloResultFrameHex");
    Node greeting = node(expected, "primaryHelloFrameHex");
    LinkCodeNodes.PrimaryHello hello =
        LinkCodeNodes.PrimaryHello.read(greeting.requireChild(LinkCodeNodes.REGISTRATION));

    assertThat(LinkCodeNodes.ref(accepted.requireChild(LinkCodeNodes.REGISTRATION))).contains(ref);
    assertThat(hello.ref()).contains(ref);
    assertThat(hello.wrapped()).isEqualTo(Vectors.hex(expected, "wrappedPrimaryEphemeralHex"));
    assertThat(hello.identity())
        .isEqualTo(Vectors.hex(input.getAsJsonObject("primaryIdentity"), "public"));
  }

  @AfterAll
  static void count() {
    System.out.println("linkcode.json: " + cases + " cases on the wire");
  }

  /** The display of a vector is {@code BROWSER (SYSTEM)}. */
  private static DeviceDescription device(JsonObject input) {
    String[] parts = Vectors.text(input, "platformDisplay").split("[()]");
    DeviceDescription device =
        new DeviceDescription(
            parts[1], parts[0].strip(), WebVersion.parse("2.3000.1"), "US", false);
    assertThat(device.webClientId()).isEqualTo(Vectors.text(input, "platformId"));
    return device;
  }

  private static String registration(Node iq) {
    byte[] plain = CODEC.encode(iq.requireChild(LinkCodeNodes.REGISTRATION));
    return HexFormat.of().formatHex(Arrays.copyOfRange(plain, 1, plain.length));
  }

  private static Node node(JsonObject expected, String frame) {
    return CODEC.decode(Vectors.hex(expected, frame));
  }

  private static java.util.Map<String, String> withoutId(JsonObject expected, String frame) {
    java.util.Map<String, String> attributes =
        new java.util.LinkedHashMap<>(node(expected, frame).attributes());
    assertThat(attributes.remove("id")).isNotEmpty();
    return attributes;
  }
}
