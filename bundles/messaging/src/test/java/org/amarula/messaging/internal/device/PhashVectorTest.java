package org.amarula.messaging.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhashVectorTest {
  private static final List<JsonObject> CASES = Vectors.cases("phash.json", "cases");

  static List<JsonObject> cases() {
    return CASES;
  }

  static List<Jid> devices(JsonObject vector) {
    List<Jid> devices = new ArrayList<>();
    for (JsonElement element : vector.getAsJsonArray("devices")) {
      JsonObject device = element.getAsJsonObject();
      devices.add(
          Jid.of(
              device.get("user").getAsString(),
              device.get("device").getAsInt(),
              device.get("server").getAsString()));
    }
    return devices;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hashCoversTheSortedDevices(JsonObject vector) {
    List<String> canonical = new ArrayList<>();
    vector.getAsJsonArray("canonical").forEach(text -> canonical.add(text.getAsString()));
    assertThat(Phash.canonical(devices(vector))).isEqualTo(canonical);
    assertThat(Phash.of(devices(vector))).isEqualTo(vector.get("phash").getAsString());
  }

  @AfterAll
  static void count() {
    System.out.println("phash.json: " + CASES.size() + " cases");
  }
}
