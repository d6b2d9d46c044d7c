package org.amarula.sandbox.internal.syncd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.proto.appstate.SyncdMutation;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyncdVectorTest {
  private static int ran;

  @AfterAll
  static void count() {
    System.out.println("appstate.json and lthash.json: " + ran + " cases");
  }

  static List<JsonObject> sums() {
    return Vectors.cases("lthash.json", "cases");
  }

  static List<JsonObject> mutations() {
    return Vectors.cases("appstate.json", "single_mutations");
  }

  static List<JsonObject> outgoing() {
    return Vectors.cases("appstate.json", "outgoing");
  }

  private static SyncKey key(byte[] id) {
    return Vectors.cases("appstate.json", "keys").stream()
        .filter(each -> Bytes.wrap(Vectors.hex(each, "key_id")).equals(Bytes.wrap(id)))
        .map(
            each ->
                new SyncKey(
                    Bytes.wrap(Vectors.hex(each, "key_id")),
                    Bytes.wrap(Vectors.hex(each, "key_data"))))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("sums")
  void sumsOfHashes(JsonObject vector) {
    LtHash hash = new LtHash(Vectors.hex(vector, "base"));
    for (JsonElement each : vector.getAsJsonArray("subtract")) {
      hash.subtract(Bytes.fromHex(each.getAsString()).toArray());
    }
    for (JsonElement each : vector.getAsJsonArray("add")) {
      hash.add(Bytes.fromHex(each.getAsString()).toArray());
    }
    assertThat(hash.bytes()).isEqualTo(Vectors.hex(vector, "result"));
    ran++;
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void valuesAndIndexes(JsonObject vector) {
    SyncKey key = key(Vectors.hex(vector, "key_id"));
    boolean set = Vectors.text(vector, "operation").equals("SET");
    byte[] data = Vectors.hex(vector, "sync_action_data");
    byte[] blob = key.seal(set, data, Vectors.hex(vector, "iv"));
    assertThat(Bytes.wrap(blob).toHex())
        .isEqualTo(Vectors.text(vector, "encrypted") + Vectors.text(vector, "value_mac"));
    assertThat(key.open(set, blob)).hasValueSatisfying(open -> assertThat(open).isEqualTo(data));
    assertThat(key.open(!set, blob)).isEmpty();
    byte[] index =
        Vectors.text(vector, "index_json_utf8").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(key.indexMac(index)).isEqualTo(Vectors.hex(vector, "index_mac"));
    ran++;
  }

  @ParameterizedTest
  @MethodSource("outgoing")
  void macsOfPatches(JsonObject vector) throws Exception {
    SyncdPatch patch = SyncdPatch.parseFrom(Vectors.hex(vector, "patch_proto"));
    SyncKey key = key(Vectors.hex(vector, "key_id"));
    SyncdMutation mutation = patch.getMutations(0);
    byte[] blob = mutation.getRecord().getValue().getBlob().toByteArray();
    byte[] mac = java.util.Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    boolean set = mutation.getOperation() == SyncdMutation.SyncdOperation.SET;
    LtHash hash = new LtHash(Vectors.hex(vector, "base_lthash"));
    long version = vector.get("base_version").getAsLong() + 1;
    String collection = Vectors.text(vector, "collection");
    if (set) {
      hash.add(mac);
    }
    byte[] snapshotMac = key.snapshotMac(hash, version, collection);
    if (version == 1) {
      assertThat(snapshotMac).isEqualTo(Vectors.hex(vector, "snapshot_mac"));
    }
    assertThat(
            key.patchMac(patch.getSnapshotMac().toByteArray(), List.of(mac), version, collection))
        .isEqualTo(patch.getPatchMac().toByteArray());
    ran++;
  }
}
