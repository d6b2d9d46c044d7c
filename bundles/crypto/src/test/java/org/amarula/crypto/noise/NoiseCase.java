package org.amarula.crypto.noise;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.Named;

/** One case of noise.json with its keys. */
record NoiseCase(JsonObject json) {
  static Stream<Named<NoiseCase>> all() {
    return Vectors.cases("noise.json", "cases").stream()
        .map(json -> Named.of(json.get("name").getAsString(), new NoiseCase(json)));
  }

  static NoiseCase first() {
    return new NoiseCase(Vectors.cases("noise.json", "cases").get(0));
  }

  KeyPair pair(String name) {
    JsonObject keys = json.getAsJsonObject("keys").getAsJsonObject(name);
    return KeyPair.ofPrivate(Vectors.hex(keys, "private"));
  }

  byte[] root() {
    return Vectors.hex(json.getAsJsonObject("keys"), "rootPublic");
  }

  byte[] bytes(String member) {
    return Vectors.hex(json, member);
  }

  Clock clock() {
    return clock(json);
  }

  static Clock clock(JsonObject json) {
    return Clock.fixed(Instant.ofEpochSecond(json.get("now").getAsLong()), ZoneOffset.UTC);
  }

  NoiseInitiator initiator() {
    return new NoiseInitiator(pair("clientStatic"), root(), clock(), pair("clientEphemeral"));
  }

  NoiseResponder responder() {
    return new NoiseResponder(pair("serverStatic"), bytes("certChainHex"), pair("serverEphemeral"));
  }

  List<JsonObject> list(String member) {
    return StreamSupport.stream(json.getAsJsonArray(member).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** The body of a frame: what follows the three bytes of its length. */
  static byte[] body(JsonObject frame) {
    byte[] wire = Vectors.hex(frame, "wireHex");
    return Arrays.copyOfRange(wire, 3, wire.length);
  }
}
