package org.amarula.crypto.signal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;

/** One party of a session script: its keys, its queue of key pairs and its live record. */
final class ScriptedParty implements PreKeyLookup {
  private final Deque<KeyPair> queue = new ArrayDeque<>();
  private final Map<Integer, KeyPair> signedPreKeys = new HashMap<>();
  private final Map<Integer, KeyPair> preKeys = new HashMap<>();
  private final SessionCipher cipher;
  private SessionRecord record = SessionRecord.empty();
  private int taken;

  ScriptedParty(JsonObject json) {
    for (JsonElement pair : json.getAsJsonArray("keyPairQueue")) {
      queue.add(keyPair(pair.getAsJsonObject()));
    }
    JsonObject signedPreKey = json.getAsJsonObject("signedPreKey");
    signedPreKeys.put(signedPreKey.get("id").getAsInt(), keyPair(signedPreKey));
    for (JsonElement preKey : json.getAsJsonArray("preKeys")) {
      preKeys.put(preKey.getAsJsonObject().get("id").getAsInt(), keyPair(preKey.getAsJsonObject()));
    }
    LocalIdentity local =
        new LocalIdentity(
            keyPair(json.getAsJsonObject("identity")), json.get("registrationId").getAsInt());
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    this.cipher = new SessionCipher(local, this::nextPair, clock);
  }

  SessionCipher cipher() {
    return cipher;
  }

  SessionRecord record() {
    return record;
  }

  void store(SessionRecord next) {
    record = next;
  }

  void deletePreKey(int id) {
    preKeys.remove(id);
  }

  /** How many pairs the cipher has taken so far. */
  int taken() {
    return taken;
  }

  @Override
  public Optional<KeyPair> signedPreKey(int id) {
    return Optional.ofNullable(signedPreKeys.get(id));
  }

  @Override
  public Optional<KeyPair> preKey(int id) {
    return Optional.ofNullable(preKeys.get(id));
  }

  /** The pair of a vector's {@code priv}. */
  static KeyPair keyPair(JsonObject json) {
    return KeyPair.ofPrivate(Vectors.hex(json, "priv"));
  }

  /** The bundle of a vector. */
  static PreKeyBundle bundle(JsonObject json) throws InvalidKeyException {
    JsonObject signedPreKey = json.getAsJsonObject("signedPreKey");
    PreKeyBundle bundle =
        new PreKeyBundle(
            json.get("registrationId").getAsInt(),
            Vectors.hex(json, "identityKey"),
            signedPreKey.get("id").getAsInt(),
            Vectors.hex(signedPreKey, "pub"),
            Vectors.hex(signedPreKey, "signature"));
    JsonElement preKey = json.get("preKey");
    if (preKey == null || preKey.isJsonNull()) {
      return bundle;
    }
    JsonObject key = preKey.getAsJsonObject();
    return bundle.withPreKey(key.get("id").getAsInt(), Vectors.hex(key, "pub"));
  }

  private KeyPair nextPair() {
    taken++;
    return queue.remove();
  }
}
