package org.amarula.connection.internal.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.proto.handshake.ClientPayload;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both forms of the ClientPayload, byte for byte. */
class ClientPayloadVectorTest {
  private static int cases;

  static Stream<JsonObject> cases() {
    return Vectors.cases("clientpayload.json", "cases").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void payloadIsExact(JsonObject vector) {
    JsonObject input = vector.getAsJsonObject("input");
    JsonObject expected = vector.getAsJsonObject("expected");
    boolean login = vector.get("kind").getAsString().equals("login");
    DeviceDescription device = device(input);

    ClientPayload payload =
        login
            ? ClientPayloads.login(device, Jid.parse(input.get("jid").getAsString()), form(input))
            : ClientPayloads.registration(device, keys(input));

    assertThat(HexFormat.of().formatHex(payload.toByteArray()))
        .isEqualTo(expected.get("clientPayloadHex").getAsString());
    if (!login) {
      assertThat(device.version().buildHash()).isEqualTo(Vectors.hex(expected, "buildHashHex"));
      assertThat(device.deviceProps().toByteArray())
          .isEqualTo(Vectors.hex(expected, "devicePropsHex"));
    }
    cases++;
  }

  @AfterAll
  static void count() {
    System.out.println("clientpayload.json: " + cases + " cases");
  }

  private static DeviceDescription device(JsonObject input) {
    JsonArray browser = input.getAsJsonArray("browser");
    JsonArray version = input.getAsJsonArray("version");
    return new DeviceDescription(
        browser.get(0).getAsString(),
        browser.get(1).getAsString(),
        new WebVersion(
            version.get(0).getAsInt(), version.get(1).getAsInt(), version.get(2).getAsInt()),
        input.get("countryCode").getAsString(),
        input.get("syncFullHistory").getAsBoolean());
  }

  private static LoginForm form(JsonObject input) {
    boolean hasLc = input.has("lc") && !input.get("lc").isJsonNull();
    String pushName = Vectors.text(input, "pushName");
    return new LoginForm(
        input.get("lidDbMigrated").getAsBoolean(),
        hasLc ? OptionalInt.of(input.get("lc").getAsInt()) : OptionalInt.empty(),
        pushName == null ? "" : pushName);
  }

  private static DeviceKeys keys(JsonObject input) {
    return new DeviceKeys(
        input.get("registrationId").getAsInt(),
        Bytes.wrap(Vectors.hex(input, "identityPublicHex")),
        input.get("signedPreKeyId").getAsInt(),
        Bytes.wrap(Vectors.hex(input, "signedPreKeyPublicHex")),
        Bytes.wrap(Vectors.hex(input, "signedPreKeySignatureHex")));
  }
}
