package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.amarula.api.jid.Jid;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JidVectorTest {
  private static int ran;

  private final NodeCodec codec = NodeCodecs.standard();

  static Stream<Named<JsonObject>> cases() {
    return Vectors.cases("jid.json", "cases").stream()
        .map(
            vector ->
                Named.of(
                    vector.has("op")
                        ? vector.get("op").getAsString() + " " + vector
                        : "'" + vector.get("input").getAsString() + "'",
                    vector));
  }

  @AfterAll
  static void tellCount() {
    System.out.println("jid.json: " + ran + " cases");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vectorHolds(JsonObject vector) {
    ran++;
    String op = Vectors.text(vector, "op");
    if (op == null) {
      textIsRead(vector);
    } else if (op.equals("sameUser")) {
      assertThat(jid(vector, "a").sameUser(jid(vector, "b")))
          .isEqualTo(vector.get("expected").getAsBoolean());
    } else {
      assertThat(op).isEqualTo("transferDevice");
      assertThat(jid(vector, "to").withDevice(jid(vector, "from").device()))
          .isEqualTo(jid(vector, "expected"));
    }
  }

  private void textIsRead(JsonObject vector) {
    Optional<Jid> parsed = Jid.tryParse(vector.get("input").getAsString());
    String normalized = parsed.map(jid -> jid.toUser().toString()).orElse("");
    assertThat(normalized).isEqualTo(vector.get("normalizedUser").getAsString());

    JsonElement decoded = vector.get("decoded");
    assertThat(parsed.isPresent()).isEqualTo(decoded != null && !decoded.isJsonNull());
    if (parsed.isPresent()) {
      partsAre(parsed.get(), decoded.getAsJsonObject());
      predicatesAre(parsed.get(), vector.getAsJsonObject("is"));
      assertThat(parsed.get()).hasToString(vector.get("reencoded").getAsString());
      if (Vectors.text(vector, "wireHex") != null) {
        wireIs(parsed.get(), vector.get("wireHex").getAsString());
      }
    }
  }

  private static void partsAre(Jid jid, JsonObject decoded) {
    JsonElement device = decoded.get("device");
    assertThat(jid.user()).isEqualTo(decoded.get("user").getAsString());
    assertThat(jid.server()).isEqualTo(decoded.get("server").getAsString());
    assertThat(jid.device()).isEqualTo(device.isJsonNull() ? 0 : device.getAsInt());
    int domain =
        switch (jid.server()) {
          case Jid.LID -> 1;
          case Jid.HOSTED -> 128;
          case Jid.HOSTED_LID -> 129;
          default -> jid.agent();
        };
    assertThat(domain).isEqualTo(decoded.get("domainType").getAsInt());
  }

  // The vectors ask for the server alone; what we ask also looks at the user.
  private static void predicatesAre(Jid jid, JsonObject is) {
    Map<String, Boolean> ours =
        Map.of(
            "pnUser",
            jid.isPn() || jid.server().equals(Jid.PN) && jid.user().isEmpty(),
            "lidUser",
            jid.isLid(),
            "group",
            jid.isGroup(),
            "broadcast",
            jid.isBroadcast(),
            "statusBroadcast",
            jid.isStatus(),
            "newsletter",
            jid.isNewsletter(),
            "hostedPn",
            jid.isHosted() && jid.toAccount().server().equals(Jid.PN),
            "hostedLid",
            jid.isHosted() && jid.toAccount().server().equals(Jid.LID),
            "bot",
            jid.isBot() && jid.server().equals(Jid.BOT),
            "legacyBotNumber",
            jid.isBot() && jid.server().equals(Jid.LEGACY_PN));
    assertThat(is.size()).isEqualTo(ours.size());
    ours.forEach(
        (name, value) -> assertThat(value).as(name).isEqualTo(is.get(name).getAsBoolean()));
  }

  private void wireIs(Jid jid, String wireHex) {
    Node node = Node.builder("iq").attribute("to", jid).build();
    byte[] plaintext = codec.encode(node);

    // 00, F8 03, "iq", "to", then the address alone
    byte[] wire = Arrays.copyOfRange(plaintext, 5, plaintext.length);
    assertThat(HexFormat.of().formatHex(wire)).isEqualTo(wireHex);
    assertThat(codec.decode(plaintext).jidAttribute("to")).contains(jid);
  }

  private static Jid jid(JsonObject vector, String member) {
    return Jid.parse(vector.get(member).getAsString());
  }
}
