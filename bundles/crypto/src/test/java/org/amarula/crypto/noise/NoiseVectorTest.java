package org.amarula.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseVectorTest {
  private static final AtomicInteger CASES = new AtomicInteger();

  static Stream<Named<NoiseCase>> cases() {
    return NoiseCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void initiatorReproducesMessagesStatesAndFrames(NoiseCase noise) throws Exception {
    CASES.incrementAndGet();
    NoiseInitiator initiator = noise.initiator();
    List<JsonObject> steps = noise.list("steps");

    assertState(initiator.state(), steps.get(0));
    assertThat(initiator.clientHello()).isEqualTo(noise.bytes("clientHelloMessageHex"));
    assertState(initiator.state(), steps.get(2));
    initiator.readServerHello(noise.bytes("serverHelloMessageHex"));
    assertState(initiator.state(), steps.get(7));
    assertThat(initiator.clientFinish(noise.bytes("clientPayloadHex")))
        .isEqualTo(noise.bytes("clientFinishMessageHex"));
    assertState(initiator.state(), steps.get(10));
    NoiseTransport transport = initiator.split();

    assertFrames(transport, noise.list("clientFrames"), noise.list("serverFrames"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void responderReproducesMessagesStatesAndFrames(NoiseCase noise) throws Exception {
    CASES.incrementAndGet();
    NoiseResponder responder = noise.responder();
    List<JsonObject> steps = noise.list("steps");

    assertState(responder.state(), steps.get(0));
    assertThat(responder.readClientHello(noise.bytes("clientHelloMessageHex")))
        .isEqualTo(noise.bytes("serverHelloMessageHex"));
    assertState(responder.state(), steps.get(7));
    assertThat(responder.readClientFinish(noise.bytes("clientFinishMessageHex")))
        .isEqualTo(noise.bytes("clientPayloadHex"));
    assertState(responder.state(), steps.get(10));
    assertThat(responder.clientStatic()).isEqualTo(noise.pair("clientStatic").publicKey());
    NoiseTransport transport = responder.split();

    assertFrames(transport, noise.list("serverFrames"), noise.list("clientFrames"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepOfEitherSideHasItsState(NoiseCase noise) throws Exception {
    CASES.incrementAndGet();
    KeyPair clientE = noise.pair("clientEphemeral");
    KeyPair clientS = noise.pair("clientStatic");
    KeyPair serverE = noise.pair("serverEphemeral");
    KeyPair serverS = noise.pair("serverStatic");
    SymmetricState client = new SymmetricState();
    SymmetricState server = new SymmetricState();
    StepCheck check = new StepCheck(client, server, noise.list("steps"));

    check.mixHash(new byte[0], "init");
    check.mixHash(noise.bytes("headerHex"), "mixHash(header)");
    check.mixHash(clientE.publicKey(), "mixHash(clientEphemeral)");
    check.mixHash(serverE.publicKey(), "mixHash(serverEphemeral)");
    check.mixKey(clientE, serverE, "mixKey(DH(e,e))");
    check.seal(server, client, serverS.publicKey(), "encryptAndHash(serverStatic)");
    check.mixKey(clientE, serverS, "mixKey(DH(clientEphemeral,serverStatic))");
    check.seal(server, client, noise.bytes("certChainHex"), "encryptAndHash(certChain)");
    check.seal(client, server, clientS.publicKey(), "decryptAndHash(clientStatic)");
    check.mixKey(clientS, serverE, "mixKey(DH(serverEphemeral,clientStatic))");
    check.seal(client, server, noise.bytes("clientPayloadHex"), "decryptAndHash(clientPayload)");

    byte[][] keys = client.split();
    JsonObject transport = noise.json().getAsJsonObject("transport");
    assertThat(keys[0]).isEqualTo(Vectors.hex(transport, "clientToServerKey"));
    assertThat(keys[1]).isEqualTo(Vectors.hex(transport, "serverToClientKey"));
    assertThat(server.split()).isDeepEqualTo(keys);
    check.assertComplete();
  }

  static void assertState(SymmetricState state, JsonObject step) {
    String name = step.get("step").getAsString();
    assertThat(state.hash()).as("h of %s", name).isEqualTo(Vectors.hex(step, "h"));
    assertThat(state.chainingKey()).as("ck of %s", name).isEqualTo(Vectors.hex(step, "ck"));
    assertThat(state.key()).as("k of %s", name).isEqualTo(Vectors.hex(step, "k"));
    assertThat(state.counter()).as("n of %s", name).isEqualTo(step.get("n").getAsLong());
  }

  private static void assertFrames(
      NoiseTransport transport, List<JsonObject> sent, List<JsonObject> received)
      throws NoiseException {
    for (JsonObject frame : sent) {
      assertThat(transport.sent()).isEqualTo(frame.get("counter").getAsLong());
      assertThat(transport.seal(Vectors.hex(frame, "plaintextHex")))
          .isEqualTo(NoiseCase.body(frame));
    }
    for (JsonObject frame : received) {
      assertThat(transport.received()).isEqualTo(frame.get("counter").getAsLong());
      assertThat(transport.open(NoiseCase.body(frame)))
          .isEqualTo(Vectors.hex(frame, "plaintextHex"));
    }
  }

  @AfterAll
  static void count() {
    System.out.println("noise.json: " + CASES + " cases (each for initiator, responder, steps)");
  }
}
