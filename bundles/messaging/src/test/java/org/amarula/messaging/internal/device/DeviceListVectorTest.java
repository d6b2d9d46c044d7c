package org.amarula.messaging.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.messaging.internal.stanza.VectorNodes;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceListVectorTest {
  private static final List<JsonObject> CASES = Vectors.cases("phash-devices.json", "cases");

  static List<JsonObject> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void replyTellsDevicesAndLids(JsonObject vector) {
    OwnAddress own =
        new OwnAddress(
            Jid.parse(Vectors.text(vector, "me")), Jid.parse(Vectors.text(vector, "myLid")));
    List<Jid> devices = new ArrayList<>();
    Map<String, String> lids = new LinkedHashMap<>();
    Usync.read(VectorNodes.parse(vector.getAsJsonObject("response")))
        .forEach(
            (user, answer) -> {
              // The lists' signatures are random bytes and no phone's identity is known.
              List<Device> kept =
                  new KeyIndexCheck(Optional.empty(), List.of(), KeyIndexStamp.NONE)
                      .check(answer.devices(), answer.keyIndexes().orElseThrow())
                      .devices();
              devices.addAll(new DeviceList(kept, Instant.EPOCH, answer.hash()).of(user));
              answer.lid().ifPresent(lid -> lids.put(user.toString(), lid.toString()));
            });
    devices.removeIf(own::isThisDevice);
    assertThat(devices).isEqualTo(PhashVectorTest.devices(vector));
    Map<String, String> expected = new LinkedHashMap<>();
    vector
        .getAsJsonArray("lidMappings")
        .forEach(
            pair ->
                expected.put(
                    Vectors.text(pair.getAsJsonObject(), "pn"),
                    Vectors.text(pair.getAsJsonObject(), "lid")));
    assertThat(lids).isEqualTo(expected);
  }

  @AfterAll
  static void count() {
    System.out.println("phash-devices.json: " + CASES.size() + " cases");
  }
}
