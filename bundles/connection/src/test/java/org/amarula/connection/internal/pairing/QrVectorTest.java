package org.amarula.connection.internal.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.stream.Stream;
import org.amarula.api.Bytes;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.connection.internal.login.WebVersion;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of a QR code, and the web client id in it. */
class QrVectorTest {
  private static int cases;

  static Stream<JsonObject> cases() {
    return Vectors.cases("qr.json", "cases").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void textIsExact(JsonObject vector) {
    JsonArray browser = vector.getAsJsonArray("browser");
    DeviceDescription device =
        new DeviceDescription(
            browser.get(0).getAsString(),
            browser.get(1).getAsString(),
            WebVersion.parse("2.3000.1"),
            "US",
            false);

    String platform = device.webClientId();
    String text =
        QrText.of(
            vector.get("ref").getAsString(),
            Vectors.hex(vector, "noisePublicHex"),
            Vectors.hex(vector, "identityPublicHex"),
            Bytes.wrap(Vectors.hex(vector, "advSecretHex")),
            platform);

    assertThat(platform).isEqualTo(vector.get("platformId").getAsString());
    assertThat(text).isEqualTo(vector.get("expected").getAsString());
    cases++;
  }

  @AfterAll
  static void count() {
    System.out.println("qr.json: " + cases + " cases");
  }
}
