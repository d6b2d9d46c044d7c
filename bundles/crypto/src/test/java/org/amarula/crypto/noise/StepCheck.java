package org.amarula.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;

/** Takes both sides through the steps of a case and compares all state after each. */
final class StepCheck {
  private final SymmetricState client;
  private final SymmetricState server;
  private final List<JsonObject> steps;
  private int done;

  StepCheck(SymmetricState client, SymmetricState server, List<JsonObject> steps) {
    this.client = client;
    this.server = server;
    this.steps = steps;
  }

  /** Mixes the data into both hashes; the very first step mixes nothing. */
  void mixHash(byte[] data, String name) {
    JsonObject step = next(name);
    if (data.length > 0) {
      client.mixHash(data);
      server.mixHash(data);
    }
    assertStates(step);
  }

  void mixKey(KeyPair clientKey, KeyPair serverKey, String name) throws Exception {
    JsonObject step = next(name);
    byte[] shared = clientKey.agree(serverKey.publicKey());
    assertThat(shared).isEqualTo(Vectors.hex(step, "dh"));
    assertThat(serverKey.agree(clientKey.publicKey())).isEqualTo(shared);
    client.mixKey(shared);
    server.mixKey(shared);
    assertStates(step);
  }

  void seal(SymmetricState from, SymmetricState to, byte[] plaintext, String name)
      throws NoiseException {
    JsonObject step = next(name);
    byte[] ciphertext = from.encryptAndHash(plaintext);
    assertThat(ciphertext).as(name).isEqualTo(Vectors.hex(step, "ciphertext"));
    assertThat(to.decryptAndHash(ciphertext)).as(name).isEqualTo(plaintext);
    assertStates(step);
  }

  void assertComplete() {
    assertThat(done).isEqualTo(steps.size());
  }

  private JsonObject next(String name) {
    JsonObject step = steps.get(done++);
    assertThat(step.get("step").getAsString()).isEqualTo(name);
    return step;
  }

  private void assertStates(JsonObject step) {
    NoiseVectorTest.assertState(client, step);
    NoiseVectorTest.assertState(server, step);
  }
}
